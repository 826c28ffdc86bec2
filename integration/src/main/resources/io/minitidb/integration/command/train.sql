-- What people ask first, one statement a line. Wrong ones belong to it.
select @@version_comment limit 1
select version(), database(), current_user(), @@autocommit
show databases
use information_schema
show tables
show full processlist
desc cluster_node_infos
select * from information_schema.cluster_node_infos
select id, cpu, memory from cluster_node_infos where node_type = 'tikv' and cpu >= 0 order by memory desc limit 2
select node_type, count(*), avg(cpu), max(memory), sum(net) from cluster_node_infos group by node_type order by node_type
select i.type, i.instance, n.cpu from cluster_info i join cluster_node_infos n on n.node_type = i.type and n.ip = substring_index(i.instance, ':', 1)
select * from cluster_info
select * from cluster_processlist where info like '%cluster%'
select * from node_info
select * from tikv_server_stats_info_cluster
select * from pd_server_info_cluster
select * from tidb_servers_info
select distinct node_type from cluster_node_infos where id in ('pd-0', 'pd-1') or ip is null
explain select count(*) from cluster_node_infos where node_type = 'pd'
select no_such_column from cluster_node_infos
select * from no_such_table
selekt 1
show warnings
