# Usage: ruby client.rb PORT
# Asks what the test behind it expects and prints one line for each answer.
require 'mysql2'

client = Mysql2::Client.new(host: '127.0.0.1', port: ARGV[0].to_i, username: 'root', database: 'information_schema',
                            encoding: 'utf8mb4', flags: Mysql2::Client::MULTI_STATEMENTS)
nodes = client.prepare('select id from cluster_node_infos where node_type = ? order by id limit ?')
puts "nodes #{nodes.execute('pd', 2).map { |row| row['id'] }}"
row = client.query("select 5 a, null b, cast('1.50' as decimal(4, 2)) c, cast('2026-01-02' as date) d, " \
                   "'#{client.escape("it's \\ \"x\" ä😀")}' e").first
puts "values #{row['a']} #{row['b'].inspect} #{row['c'].to_s('F')} #{row['d']} #{row['e']}"
puts "statement #{client.prepare('select ? a, ? b').execute(1.25, "it's ä😀").first.values}"
puts "results #{client.query('select 1 a; select 2 a').first}"
puts "results #{client.store_result.first}" while client.next_result
client.query('select 1/0')
puts "warnings #{client.warning_count}"
begin
  client.query('select * from nothing')
rescue Mysql2::Error => e
  puts "error #{e.error_number} #{e.sql_state}"
end
count = 0
client.query('select column_name from columns where table_name = \'node_info\'', stream: true, cache_rows: false).each { count += 1 }
puts "streamed #{count} #{client.ping}"
client.close
