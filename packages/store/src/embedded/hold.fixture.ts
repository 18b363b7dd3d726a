import { startEmbeddedPostgres } from './start.ts';

// A process that starts the database of the folder it is given, says so, and stays until it is killed.
const [directory = ''] = process.argv.slice(2);
const { url } = await startEmbeddedPostgres({ directory });
process.stdout.write(`${url}\n`);
setInterval(() => undefined, 60_000);
