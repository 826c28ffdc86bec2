// Usage: node clients.js mysql|mysql2|mariadb PORT
// Asks what the test behind it expects and prints one line for each answer.
'use strict';
const [driver, port] = process.argv.slice(2);
const client = require(driver === 'mariadb' ? 'mariadb/callback' : driver);
const options = {host: '127.0.0.1', port: Number(port), user: 'root', database: 'information_schema'};

const call = (target, method, ...args) =>
  new Promise((resolve, reject) =>
    target[method](...args, (error, result) => (error ? reject(error) : resolve(result))));
const plain = (key, value) => (typeof value === 'bigint' ? Number(value) : value);
const show = (what, value) => console.log(what + ': ' + JSON.stringify(value, plain));

async function ask(connection) {
  await call(connection, 'ping');
  show('nodes', await call(connection, 'query', "select id from cluster_node_infos where node_type = 'pd' order by id"));
  show('values', await call(connection, 'query', 'select ? as a, ? as b, ? as c, 1.5 as d', [1, "it's \\ \"x\" ä😀", null]));
  await call(connection, 'query', 'select * from nothing').catch(e => show('error', [e.code, e.errno, e.sqlState]));
  await call(connection, 'beginTransaction');
  await call(connection, 'commit');
  if (driver !== 'mysql') {
    const sql = 'select id, ? + 1 as n from information_schema.node_info where id = ? limit ?';
    const [{id}] = await call(connection, 'query', 'select id from information_schema.node_info');
    show('executed', await call(connection, 'execute', sql, [41, id, 1]));
    show('again', await call(connection, 'execute', sql, [1, 'nobody', 1]));
  }
}

async function main() {
  const connection = client.createConnection(options);
  await call(connection, 'connect');
  await ask(connection);
  await call(connection, 'end');
  const pool = client.createPool({...options, connectionLimit: 4});
  const rows = await Promise.all(
    Array.from({length: 40}, (_, i) => call(pool, 'query', 'select ? * 2 as n', [i])));
  show('pool', rows.reduce((sum, each) => sum + Number(each[0].n), 0));
  await call(pool, 'end');
  show('done', driver);
}

main().catch(e => { console.error(e); process.exit(1); });
