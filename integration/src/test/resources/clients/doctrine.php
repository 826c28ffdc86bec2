<?php
// Usage: php doctrine.php PORT DRIVER
// Asks by Doctrine DBAL what the test behind it expects and prints one line for each answer.
require_once 'Doctrine/DBAL/autoload.php';

use Doctrine\DBAL\ArrayParameterType;
use Doctrine\DBAL\DriverManager;
use Doctrine\DBAL\TransactionIsolationLevel;

$connection = DriverManager::getConnection([
    'driver' => $argv[2], 'host' => '127.0.0.1', 'port' => (int) $argv[1],
    'user' => 'root', 'dbname' => 'information_schema', 'charset' => 'utf8mb4',
]);

function show(string $name, mixed $value): void
{
    echo $name, ' ', is_string($value) && str_contains($value, '\\') ? $value : json_encode($value, JSON_UNESCAPED_UNICODE), "\n";
}

show('platform', get_class($connection->getDatabasePlatform()));
$schema = $connection->createSchemaManager();
show('databases', $schema->listDatabases());
show('exists', $schema->tablesExist(['nothing']));
$nodes = $connection->createQueryBuilder()->select('id', 'count(*) n')->from('cluster_node_infos', 'c')
    ->where('id like :id')->andWhere('cpu >= :cpu')->groupBy('id')->orderBy('id')->setMaxResults(2)
    ->setParameter('id', 'pd%')->setParameter('cpu', 0);
show('nodes', $nodes->fetchAllAssociative());
$in = 'select id from cluster_node_infos where id in (?) order by 1';
show('list', $connection->executeQuery($in, [['pd-0', 'tidb1']], [ArrayParameterType::STRING])->fetchFirstColumn());
$types = ['integer', 'string', 'string', 'float', 'datetime'];
show('values', $connection->fetchNumeric('select ?, ?, ?, ?, ?', [1, "it's ä😀", null, 1.5, new DateTime('2026-01-02')], $types));
$connection->setNestTransactionsWithSavepoints(true);
show('nested', $connection->transactional(fn ($c) => $c->transactional(fn ($c) => $c->fetchOne('select 42'))));
$connection->setTransactionIsolation(TransactionIsolationLevel::SERIALIZABLE);
show('isolation', $connection->fetchOne('select @@transaction_isolation'));
foreach (['select * from nothing', 'select nope from node_info', 'selct'] as $wrong) {
    try {
        $connection->fetchOne($wrong);
    } catch (Exception $e) {
        show('error', get_class($e));
    }
}
show('large', iterator_count($connection->iterateNumeric('select table_name from columns')) > 1000);
