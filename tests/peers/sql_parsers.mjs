// Reads lines of JSON, {"dialect": "Spark SQL" | "BigQuery", "sql": …}, and answers each with one: {"error": null or what the parser says}.
import { register } from 'node:module';
import { createInterface } from 'node:readline';

// dt-sql-parser is written for bundlers: its imports name folders, and files without their ending, which node alone doesn't resolve.
register(`data:text/javascript,${encodeURIComponent(`
  export async function resolve(specifier, context, next) {
    for (const ending of ['', '.js', '/index.js']) {
      try {
        return await next(specifier + ending, context);
      } catch (fault) {
        if (ending === '/index.js' || !['ERR_MODULE_NOT_FOUND', 'ERR_UNSUPPORTED_DIR_IMPORT'].includes(fault.code)) throw fault;
      }
    }
  }`)}`);

const { parse } = (await import('sql-parser-cst')).default ?? (await import('sql-parser-cst'));
const { SparkSQL } = await import('dt-sql-parser');
const spark = new SparkSQL();
const parsers = {
  // Throws where it cannot parse.
  BigQuery: (sql) => {
    parse(sql, { dialect: 'bigquery' });
    return null;
  },
  // Gives a list of errors.
  'Spark SQL': (sql) => spark.validate(sql)[0]?.message ?? null,
};

for await (const line of createInterface({ input: process.stdin })) {
  const { dialect, sql } = JSON.parse(line);
  let error;
  try {
    error = parsers[dialect](sql);
  } catch (fault) {
    error = String(fault.message ?? fault);
  }
  process.stdout.write(`${JSON.stringify({ error })}\n`);
}
