# Usage: perl client.pl mysql|MariaDB PORT
# Asks what the test behind it expects, once with prepared statements of the driver and once with those of the server, and prints one
# line for each answer.
use strict;
use warnings;
use DBI;

my ($driver, $port) = @ARGV;
my $own = lc $driver;
for my $server (0, 1) {
    my $db = DBI->connect("DBI:$driver:database=information_schema;host=127.0.0.1;port=$port;${own}_server_prepare=$server",
        'root', '', { RaiseError => 1, PrintError => 0 });
    my $ids = $db->selectcol_arrayref(
        'select id from cluster_node_infos where node_type = ? order by id limit ?', undef, 'pd', 2);
    print "nodes @$ids\n";
    my $statement = $db->prepare("select ?, ?, ?, cast('1.50' as decimal(4, 2))");
    $statement->execute(5, "it's \\ \"x\"", undef);
    print 'values ', join('|', map { $_ // 'NULL' } $statement->fetchrow_array), "\n";
    $statement->finish;
    my @columns = map { $_->[3] } @{$db->column_info(undef, 'information_schema', 'node_info', '%')->fetchall_arrayref};
    print "columns @columns\n";
    eval { $db->do('select * from nothing') };
    print 'error ', $db->err, ' ', $db->state, "\n";
    $db->begin_work;
    $db->selectrow_array('select 1');
    $db->commit;
    print 'ping ', $db->ping, "\n";
    $db->disconnect;
}
