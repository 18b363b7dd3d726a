import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { Client } from 'pg';
import { inject } from 'vitest';

export interface TestPostgres {
  /** The maintenance database of the run's server. */
  readonly url: string;
  /** A new, empty database and its URL; dropped with the server at the end of the run. */
  readonly createDatabase: () => Promise<string>;
  /** Drops the databases that were created here; the server goes on for other test files. */
  readonly stop: () => Promise<void>;
}

/**
 * The real PostgreSQL that all test files of a run share; each file creates a database of its own. TEST_DATABASE_URL
 * names another server instead (its user must be allowed to create databases).
 */
export async function startPostgres(): Promise<TestPostgres> {
  const given = process.env['TEST_DATABASE_URL'];
  const url = given === undefined || given === '' ? await askForServer() : given;
  const created: string[] = [];
  return {
    url,
    createDatabase: async () => {
      const name = `test_${randomBytes(8).toString('hex')}`;
      await execute(url, `CREATE DATABASE ${name}`);
      created.push(name);
      const own = new URL(url);
      own.pathname = `/${name}`;
      return own.href;
    },
    stop: async () => {
      for (const name of created.splice(0)) await execute(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function askForServer(): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath: inject('sharedServicesSocket'), path: '/postgres' }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => {
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`the test run's PostgreSQL did not start: ${text}`));
      });
    });
    asked.on('error', reject);
    asked.end();
  });
}
