<?php
// Usage: php client.php PORT
// Asks what the test behind it expects with mysqli and PDO and prints one line for each answer.
mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
$port = (int) $argv[1];
$text = "it's \\ \"x\" ä😀";
$nodes = "select id from cluster_node_infos where node_type = ? order by id limit ?";

function show($what, $value)
{
    echo $what, ' ', json_encode($value, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES), "\n";
}

$mysqli = new mysqli('127.0.0.1', 'root', '', 'information_schema', $port);
$mysqli->set_charset('utf8mb4');
[$type, $count, $null] = ['pd', 2, null];
$statement = $mysqli->prepare($nodes);
$statement->bind_param('si', $type, $count);
$statement->execute();
show('mysqli nodes', $statement->get_result()->fetch_all());
$statement = $mysqli->prepare("select ? as a, ? as b, ? as c, cast('1.50' as decimal(4, 2)) as d");
$statement->bind_param('iss', $count, $text, $null);
$statement->execute();
show('mysqli values', $statement->get_result()->fetch_assoc());
$mysqli->multi_query('select 1; set @a = 3; select @a');
do {
    if ($result = $mysqli->store_result()) {
        show('mysqli results', $result->fetch_row());
    }
} while ($mysqli->more_results() && $mysqli->next_result());
$mysqli->query('select 1/0');
show('mysqli warning', $mysqli->get_warnings()->message);
try {
    $mysqli->query('select * from nothing');
} catch (mysqli_sql_exception $e) {
    show('mysqli error', [$e->getCode(), $e->getSqlState()]);
}
$mysqli->begin_transaction(MYSQLI_TRANS_START_READ_ONLY);
$mysqli->savepoint('here');
$mysqli->commit();
$mysqli->change_user('root', '', 'mysql');
$mysqli->close();
$mysqli = new mysqli();
$mysqli->real_connect('127.0.0.1', 'root', '', '', $port, null, MYSQLI_CLIENT_COMPRESS);
show('mysqli compressed', $mysqli->query('select 42')->fetch_row());

foreach ([true, false] as $emulated) {
    $name = $emulated ? 'pdo emulated' : 'pdo prepared';
    $pdo = new PDO("mysql:host=127.0.0.1;port=$port;dbname=information_schema;charset=utf8mb4", 'root', '', [
        PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
        PDO::ATTR_EMULATE_PREPARES => $emulated,
    ]);
    $statement = $pdo->prepare($nodes);
    $statement->bindValue(1, 'pd');
    $statement->bindValue(2, 2, PDO::PARAM_INT);
    $statement->execute();
    show("$name nodes", $statement->fetchAll(PDO::FETCH_COLUMN));
    $statement = $pdo->prepare('select :a as a, :b as b, :c as c, 1.5 as d');
    $statement->execute(['a' => 5, 'b' => $text, 'c' => null]);
    show("$name values", $statement->fetch(PDO::FETCH_ASSOC));
    $pdo->beginTransaction();
    $pdo->query('select count(*) from cluster_node_infos')->fetchAll();
    show("$name transaction", [$pdo->inTransaction(), $pdo->commit(), $pdo->inTransaction()]);
    try {
        $pdo->query('select * from nothing');
    } catch (PDOException $e) {
        show("$name error", array_slice($e->errorInfo, 0, 2));
    }
}
