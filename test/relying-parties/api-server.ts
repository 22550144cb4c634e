/**
 * The API servers that relying parties in TypeScript are tested with: ours, and where $KUBEMINT_ORACLE_KUBECONFIG is set a real
 * one, whose time nobody moves and whose keys nobody rotates.
 */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import https from 'node:https';
import { afterAll, beforeAll, describe } from 'vitest';
import { parse } from 'yaml';
import { ADMIN_TOKEN, type Server, startServer } from '../server.js';
import { type Review } from './istio.js';
import { fetchTrusting, KeySet } from './key-set.js';

export interface Answered {
  readonly status: number;
  readonly body: {
    readonly message?: string;
    readonly metadata?: { readonly name: string; readonly uid: string };
    readonly status?: Review & { readonly token?: string };
    readonly issuer?: string;
  };
}

/** What makes a token another one than the API server's of an hour. */
export interface TokenSpec {
  readonly audiences?: readonly string[];
  readonly seconds?: number;
  readonly pod?: { readonly name: string; readonly uid: string };
}

const RBAC_GROUP = 'rbac.authorization.k8s.io';
const BINDINGS = `/apis/${RBAC_GROUP}/v1/clusterrolebindings`;

/** A server and a namespace of one's own in it. */
export class ApiServer {
  readonly namespace: string;
  readonly issuer: string;
  /** Ours, whose time and keys can be changed. */
  readonly ours: Server | undefined;
  readonly #connection: Connection;
  readonly #bindings: string[] = [];

  private constructor(connection: Connection, namespace: string, issuer: string) {
    this.#connection = connection;
    this.namespace = namespace;
    this.issuer = issuer;
    this.ours = connection.ours;
  }

  static async start(connect: () => Promise<Connection>): Promise<ApiServer> {
    const connection = await connect();
    const namespace = `relying-${randomBytes(4).toString('hex')}`;
    const discovery = await send(connection, 'GET', '/.well-known/openid-configuration');
    const server = new ApiServer(connection, namespace, discovery.body.issuer ?? '');
    await server.#create('/api/v1/namespaces', { metadata: { name: namespace } });
    await server.bind('system:service-account-issuer-discovery', { kind: 'Group', name: 'system:unauthenticated' });
    return server;
  }

  /** Leaves nothing behind on a server that goes on: what is bound would let others in whom their tests expect to be refused. */
  async close(): Promise<void> {
    for (const name of this.#bindings.splice(0)) await this.#delete(`${BINDINGS}/${name}`);
    await this.#delete(`/api/v1/namespaces/${this.namespace}`);
    await this.#connection.ours?.close();
  }

  /** The server's keys, as whoever may read discovery without credentials finds them. */
  keys(): KeySet {
    const { url, ca } = this.#connection;
    const ask = fetchTrusting(ca);
    // Whatever address a server names its key set by, here it is reached by this one.
    return new KeySet({ discovery: url, fetch: (named) => ask(new URL(new URL(named).pathname, url).href) });
  }

  /** Milliseconds since the epoch, as a relying party with a good clock sees them. */
  readonly now = (): number => this.ours?.clock.now() ?? Date.now();

  async account(name: string): Promise<void> {
    await this.#create(`/api/v1/namespaces/${this.namespace}/serviceaccounts`, { metadata: { name } });
  }

  async pod(name: string, serviceAccountName: string): Promise<{ readonly name: string; readonly uid: string }> {
    const spec = { serviceAccountName, containers: [{ name: 'main', image: 'registry.example/main' }] };
    const { uid } = await this.#create(`/api/v1/namespaces/${this.namespace}/pods`, { metadata: { name }, spec });
    return { name, uid };
  }

  async delete(plural: 'pods' | 'serviceaccounts', name: string): Promise<void> {
    await this.#delete(`/api/v1/namespaces/${this.namespace}/${plural}/${name}?gracePeriodSeconds=0`);
  }

  async token(account: string, { audiences = [], seconds = 3600, pod }: TokenSpec = {}): Promise<string> {
    const boundObjectRef = pod && { apiVersion: 'v1', kind: 'Pod', ...pod };
    const path = `/api/v1/namespaces/${this.namespace}/serviceaccounts/${account}/token`;
    const spec = { audiences, expirationSeconds: seconds, boundObjectRef };
    const { status, body } = await send(this.#connection, 'POST', path, { body: { spec } });
    if (status !== 201) throw new Error(body.message);
    return body.status?.token ?? '';
  }

  /** Grants a cluster role. */
  async bind(
    role: string,
    subject: { readonly kind: string; readonly name: string; readonly namespace?: string },
  ): Promise<void> {
    const apiGroup = subject.kind === 'ServiceAccount' ? '' : RBAC_GROUP;
    const { name } = await this.#create(BINDINGS, {
      metadata: { generateName: `${this.namespace}-` },
      roleRef: { apiGroup: RBAC_GROUP, kind: 'ClusterRole', name: role },
      subjects: [{ ...subject, apiGroup }],
    });
    this.#bindings.push(name);
  }

  /** Asks for a review as the bearer of a token. Rejects with the server's message where it may not. */
  async review(reviewer: string, token: string, audiences: readonly string[]): Promise<Review> {
    const request = { token: reviewer, body: { spec: { token, audiences } } };
    const { status, body } = await send(
      this.#connection,
      'POST',
      '/apis/authentication.k8s.io/v1/tokenreviews',
      request,
    );
    if (status !== 201) throw new Error(body.message);
    return body.status ?? {};
  }

  async #delete(path: string): Promise<void> {
    const { status, body } = await send(this.#connection, 'DELETE', path);
    if (status !== 200) throw new Error(body.message);
  }

  async #create(path: string, body: object): Promise<{ readonly name: string; readonly uid: string }> {
    const answer = await send(this.#connection, 'POST', path, { body });
    if (answer.status !== 201 || answer.body.metadata === undefined) throw new Error(answer.body.message);
    return answer.body.metadata;
  }
}

interface Connection {
  readonly url: string;
  /** PEM; undefined for a server that nobody vouches for. */
  readonly ca: string | undefined;
  readonly ours?: Server;
}

interface Sent {
  readonly token?: string;
  readonly body?: object;
}

function send({ url, ca }: Connection, method: string, path: string, sent: Sent = {}): Promise<Answered> {
  const { token = ADMIN_TOKEN, body } = sent;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const trust = ca === undefined ? { rejectUnauthorized: false } : { ca };
  return new Promise((resolve, reject) => {
    const asked = https.request(new URL(path, url), { method, headers, agent: false, ...trust }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as Answered['body'] }),
      );
    });
    asked.on('error', reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

async function connectOurs(): Promise<Connection> {
  const ours = await startServer();
  return { url: ours.url, ca: ours.ca, ours };
}

async function connectReal(): Promise<Connection> {
  const kubeconfig = await fs.readFile(process.env.KUBEMINT_ORACLE_KUBECONFIG ?? '', 'utf8');
  const { clusters } = parse(kubeconfig) as { clusters: [{ cluster: { server: string } }] };
  return { url: clusters[0].cluster.server, ca: undefined };
}

const SERVERS = [
  { title: 'kubemint', connect: connectOurs },
  ...(process.env.KUBEMINT_ORACLE_KUBECONFIG === undefined ? [] : [{ title: 'a real server', connect: connectReal }]),
];

/** Describes a relying party on each server. @param context is filled before its tests run. */
export function describeOnEach(party: string, tests: (context: { server: ApiServer }) => void): void {
  describe.each(SERVERS)(`${party} on $title`, ({ connect }) => {
    const context = {} as { server: ApiServer };

    beforeAll(async () => {
      context.server = await ApiServer.start(connect);
    });

    afterAll(() => context.server.close());

    tests(context);
  });
}

/** What `ask` answers once it no longer answers `before`: a real server's caches may be a moment behind a change. */
export async function changed<T>(before: T, ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; tries < 500; tries++) {
    const answer = await ask();
    if (answer !== before) return answer;
  }
  return before;
}
