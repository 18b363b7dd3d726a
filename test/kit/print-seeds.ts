import fc from 'fast-check';

// Every property that fails names its seed; MAGWATCH_SEED gives one to all of them, so that a failure can be had again.
const given = process.env['MAGWATCH_SEED'];
if (given !== undefined) fc.configureGlobal({ seed: Number(given) });
