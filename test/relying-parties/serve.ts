/** The relying parties over HTTP, for recipes: `node --import ./test/typescript/register.mjs test/relying-parties/serve.ts PARTY …`. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Istiod, RequestAuthentication, type Review } from './istio.js';
import { fetchTrusting, KeySet } from './key-set.js';
import { Realm } from './keycloak.js';
import { type TrustPolicy } from './trust-policy.js';
import { WebIdentity } from './web-identity.js';

/** What is answered to a request. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  /** A line of the log. */
  readonly log?: string;
}

export interface Request {
  readonly path: string;
  /** Of a bearer token; undefined without one. */
  readonly token: string | undefined;
  readonly form: URLSearchParams;
}

type Party = (request: Request) => Promise<Answer>;

/** What a party is told on its command line. */
interface Settings {
  /** The server, and the issuer of its tokens. */
  readonly issuer: string;
  readonly ca: string;
  readonly audience: readonly string[];
  readonly reviewer: string;
  readonly role: string;
  readonly trust: string;
  readonly client: readonly string[];
  readonly realm: string;
}

const ROLE = 'arn:aws:iam::111122223333:role/';

async function webIdentity({ issuer, ca, audience, role, trust }: Settings): Promise<Party> {
  const trustPolicy = JSON.parse(await fs.readFile(trust, 'utf8')) as TrustPolicy;
  const sts = new WebIdentity({
    providers: [{ url: issuer, clientIds: audience, keys: await keysOf(issuer, ca) }],
    roles: [{ arn: `${ROLE}${role}`, trustPolicy }],
    now: Date.now,
    random: randomBytes,
  });
  return ({ form }) => sts.answer(form);
}

async function istio({ issuer, ca, audience, reviewer }: Settings): Promise<Party> {
  const pem = await fs.readFile(ca, 'utf8');
  const istiod = new Istiod({
    review: async (token, audiences) =>
      review({ issuer, pem, own: await fs.readFile(reviewer, 'utf8') }, token, audiences),
  });
  const keys = await keysOf(issuer, ca);
  const sidecar = new RequestAuthentication({ issuer, audiences: audience, keys, now: Date.now });
  return async ({ path, token }) => {
    if (path !== '/certificate') {
      const { status, answer } = await sidecar.admit(token);
      return { status, body: answer };
    }
    const { code, answer, log } = await istiod.identify(token ?? '');
    return { status: code === 'OK' ? 200 : 401, body: `${code}: ${answer}`, ...(log === undefined ? {} : { log }) };
  };
}

async function keycloak({ issuer, ca, realm, client }: Settings): Promise<Party> {
  const clients = client.map((text) => {
    const [clientId = '', subject = ''] = text.split('=');
    return { clientId, subject };
  });
  const shop = new Realm({ url: realm, issuer, keys: await keysOf(issuer, ca), clients, now: Date.now });
  return async ({ form }) => {
    const { status, body } = await shop.token(form);
    return { status, body: JSON.stringify(body) };
  };
}

const PARTIES = { 'web-identity': webIdentity, istio, keycloak } as const;

async function keysOf(issuer: string, ca: string): Promise<KeySet> {
  return new KeySet({ discovery: issuer, fetch: fetchTrusting(await fs.readFile(ca, 'utf8')) });
}

interface Reviewer {
  readonly issuer: string;
  readonly pem: string;
  readonly own: string;
}

function review({ issuer, pem, own }: Reviewer, token: string, audiences: readonly string[]): Promise<Review> {
  const url = new URL('/apis/authentication.k8s.io/v1/tokenreviews', issuer);
  const headers = { authorization: `Bearer ${own.trim()}`, 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const asked = https.request(url, { method: 'POST', ca: pem, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => {
        const { status, message } = JSON.parse(text) as { status: Review; message?: string };
        if (response.statusCode === 201) resolve(status);
        else reject(new Error(message));
      });
    });
    asked.on('error', reject);
    asked.end(JSON.stringify({ spec: { token, audiences } }));
  });
}

export interface Served {
  close(): void;
}

export interface Surroundings {
  /** Where files are that are named on the command line. */
  readonly directory: string;
  /** Is told each line of the party's log. */
  readonly log: (line: string) => void;
}

/** Serves a party until it is closed. @param args its name and flags */
export async function serve(args: readonly string[], { directory, log }: Surroundings): Promise<Served> {
  const [name = '', ...flags] = args;
  if (!isParty(name)) throw new Error(`no such relying party: ${name}; there are ${Object.keys(PARTIES).join(', ')}`);
  const { values } = parseArgs({
    args: flags,
    options: {
      listen: { type: 'string', default: '127.0.0.1:8201' },
      issuer: { type: 'string', default: 'https://127.0.0.1:6443' },
      ca: { type: 'string', default: 'ca.crt' },
      audience: { type: 'string', multiple: true, default: [] },
      reviewer: { type: 'string', default: 'reviewer.token' },
      role: { type: 'string', default: 'app' },
      trust: { type: 'string', default: 'trust.json' },
      client: { type: 'string', multiple: true, default: [] },
      realm: { type: 'string', default: 'https://keycloak.example/realms/shop' },
    },
  });
  const files = { ca: values.ca, reviewer: values.reviewer, trust: values.trust };
  const found = Object.entries(files).map(([key, file]) => [key, path.resolve(directory, file)]);
  const settings = { ...values, ...(Object.fromEntries(found) as typeof files) };
  // Files are read at the first request: what is in them may not be known before the API server runs.
  let party: Promise<Party> | undefined;
  const answer = async (request: Request): Promise<Answer> => {
    party ??= PARTIES[name](settings);
    return (await party)(request);
  };
  const server = http.createServer((incoming, response) => {
    void received(incoming)
      .then(answer)
      .catch((error: unknown) => ({ status: 500, body: '', log: String(error) }))
      .then(({ status, body, log: line }) => {
        if (line !== undefined) log(line);
        response.writeHead(status).end(`${body}\n`);
      });
  });
  const [host = '', port = ''] = values.listen.split(':');
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(Number(port), host, resolve);
  });
  return {
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function isParty(name: string): name is keyof typeof PARTIES {
  return Object.hasOwn(PARTIES, name);
}

async function received(incoming: http.IncomingMessage): Promise<Request> {
  let text = '';
  for await (const part of incoming) text += String(part);
  const token = /^Bearer (.+)$/.exec(incoming.headers.authorization ?? '')?.[1];
  return { path: incoming.url ?? '/', token, form: new URLSearchParams(text) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const log = (line: string): void => void process.stdout.write(`${line}\n`);
  await serve(process.argv.slice(2), { directory: process.cwd(), log });
  process.stderr.write('it listens\n');
}
