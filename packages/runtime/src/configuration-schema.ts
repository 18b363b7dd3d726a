import { Type } from 'typebox';

// `expects` and `examples` are what a person reads whose value was refused. The same schema is the JSON Schema of the
// configuration file.

const NO_OTHERS = { additionalProperties: false } as const;
const ID_PATTERN = '^[a-z0-9][a-z0-9-]{0,62}$';
/** Shorter ones can be guessed by trying (the requirement for subscriptions is 32 random bytes). */
const SECRET_LENGTH_MIN = 32;
const EXAMPLE_SECRET = 'the output of: openssl rand -hex 32';

const port = (example: number) =>
  Type.Integer({ minimum: 0, maximum: 65535, expects: 'a port, a whole number from 0 to 65535', examples: [example] });

const id = (example: string) =>
  Type.String({
    pattern: ID_PATTERN,
    expects: 'a short name of small letters, digits and hyphens',
    examples: [example],
  });

const url = (expects: string, example: string, protocols: readonly string[]) =>
  Type.String({ minLength: 1, expects, examples: [example], protocols });

const HTTP = ['http:', 'https:'] as const;

/** For a bearer secret; a colon is refused because FHIR servers were seen to cut the header there. */
const bearerSecret = Type.String({
  minLength: SECRET_LENGTH_MIN,
  pattern: '^[\\x21-\\x39\\x3b-\\x7e]*$',
  secret: true,
  expects: `a secret of ${SECRET_LENGTH_MIN} or more printable characters without spaces and without a colon`,
  examples: [EXAMPLE_SECRET],
});

const signingSecret = Type.String({
  minLength: SECRET_LENGTH_MIN,
  pattern: '^[\\x21-\\x7e]*$',
  secret: true,
  expects: `a secret of ${SECRET_LENGTH_MIN} or more printable characters without spaces`,
  examples: [EXAMPLE_SECRET],
});

const oneOf = <const Names extends readonly string[]>(names: Names) =>
  Type.Unsafe<Names[number]>(
    Type.Enum([...names], { expects: `one of: ${names.join(', ')}`, examples: [names[0] ?? ''] }),
  );

const instant = Type.Union([Type.Integer(), Type.String()], {
  instant: true,
  expects: 'an instant with its offset, or milliseconds since 1970',
  examples: ['2026-03-10T08:00:00Z'],
});

const text = (expects: string, example: string) => Type.String({ minLength: 1, expects, examples: [example] });
const filePath = (expects: string, example: string) =>
  Type.String({ minLength: 1, filePath: true, expects, examples: [example] });

const source = Type.Object(
  {
    id: id('main-ehr'),
    fhirBaseUrl: url('the base URL of a FHIR R4 server', 'https://fhir.hospital.example/r4', HTTP),
    notificationSecret: bearerSecret,
    previousSecret: Type.Optional(bearerSecret),
    defaultSetting: Type.Optional(oneOf(['inpatient', 'outpatient'])),
    bearerToken: Type.Optional(
      Type.String({
        minLength: 1,
        pattern: '^[\\x21-\\x7e]*$',
        expects: 'the token that the FHIR server accepts from us',
        examples: ['eyJhbGciOi…'],
      }),
    ),
  },
  { ...NO_OTHERS, expects: 'a FHIR server with id, fhirBaseUrl and notificationSecret', examples: ['see docs'] },
);

const destination = Type.Object(
  {
    id: id('ward-inbox'),
    kind: Type.Optional(oneOf(['webhook'])),
    url: url('the address that takes the cards', 'https://ehr.hospital.example/cards', HTTP),
    secret: signingSecret,
    severities: Type.Optional(
      Type.Array(oneOf(['critical', 'warning', 'info']), {
        minItems: 1,
        expects: 'a list of severities',
        examples: ['[warning, critical]'],
      }),
    ),
  },
  { ...NO_OTHERS, expects: 'a webhook with id, url and secret', examples: ['see docs'] },
);

/** The configuration as a person writes it; `readConfiguration` fills what is left out. */
export const configurationSchema = Type.Object(
  {
    site: Type.Optional(id('st-elsewhere')),
    timeZone: Type.Optional(Type.String({ timeZone: true, expects: 'an IANA time zone', examples: ['Europe/Berlin'] })),
    databaseUrl: Type.Optional(
      url('a PostgreSQL URL', 'postgres://magwatch@db.example:5432/magwatch', ['postgres:', 'postgresql:']),
    ),
    redisUrl: Type.Optional(url('a Redis URL', 'redis://queue.example:6379', ['redis:', 'rediss:'])),
    dataDirectory: Type.Optional(filePath('a folder that this user may write', './.magwatch')),
    host: Type.Optional(text('an address of this machine to listen on', '127.0.0.1')),
    port: Type.Optional(port(8080)),
    publicUrl: Type.Optional(
      url('the address under which others reach Magwatch', 'https://magwatch.hospital.example', HTTP),
    ),
    healthPort: Type.Optional(port(9464)),
    parametersFile: Type.Optional(filePath('a file with parameters of the rules', './parameters.yaml')),
    codeFiles: Type.Optional(
      Type.Array(filePath('a file with local codes', './codes.csv'), {
        expects: 'a list of files',
        examples: ['[./codes.csv]'],
      }),
    ),
    clock: Type.Optional(
      Type.Object(
        {
          anchor: instant,
          simulated: instant,
          rate: Type.Number({ exclusiveMinimum: 0, expects: 'a number above 0', examples: [60] }),
        },
        { ...NO_OTHERS, expects: 'a simulated clock with anchor, simulated and rate', examples: ['see docs'] },
      ),
    ),
    sources: Type.Optional(Type.Array(source, { expects: 'a list of FHIR servers', examples: ['see docs'] })),
    destinations: Type.Optional(Type.Array(destination, { expects: 'a list of webhooks', examples: ['see docs'] })),
    cdsHooks: Type.Optional(
      Type.Object(
        {
          allowedOrigins: Type.Optional(
            Type.Array(
              Type.String({
                pattern: '^https?://[^/\\s]+$',
                expects: 'an origin: scheme, host and port, without a path',
                examples: ['https://ehr.hospital.example'],
              }),
              { expects: 'a list of origins', examples: ['[https://ehr.hospital.example]'] },
            ),
          ),
        },
        { ...NO_OTHERS, expects: 'settings of the CDS Hooks service', examples: ['{ allowedOrigins: [] }'] },
      ),
    ),
  },
  NO_OTHERS,
);
