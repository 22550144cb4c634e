import { ask } from '../test/parity/answer.js';
import { Http1Transport } from '../test/parity/http1.js';
import { type LoadRequest, type LoadTarget } from './load.js';

export const OPERATIONS = ['TokenReview', 'TokenRequest', 'GET serviceaccount'] as const;

export type Operation = (typeof OPERATIONS)[number];

/** The requests of each operation, in turn. */
export type Workload = Readonly<Record<Operation, readonly LoadRequest[]>>;

const REVIEWS = '/apis/authentication.k8s.io/v1/tokenreviews';
/** Different tokens that are reviewed in turn. */
const TOKENS = 50;

/** Makes a namespace and an account on a server that behaves as Kubernetes, and the requests about them. */
export async function prepareWorkload(target: LoadTarget): Promise<Workload> {
  const transport = new Http1Transport(target.url);
  const post = async (path: string, body: object): Promise<unknown> => {
    const headers = { Authorization: `Bearer ${target.token}`, 'Content-Type': 'application/json' };
    const answer = await ask(transport, { method: 'POST', path, headers, body: JSON.stringify(body) });
    if (answer.status !== 201) throw new Error(`${target.url}${path} answered ${answer.status}: ${answer.raw}`);
    return JSON.parse(answer.raw) as unknown;
  };
  const namespace = `bench-${process.pid}-${Date.now() % 100_000}`;
  await post('/api/v1/namespaces', { metadata: { name: namespace } });
  const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
  await post(accounts, { metadata: { name: 'demo' } });
  const tokens: string[] = [];
  while (tokens.length < TOKENS) {
    // Two tokens of one second are one and the same before tokens had ids; their audiences tell them apart.
    const spec = { audiences: ['https://kubernetes.default.svc.cluster.local', `bench-${tokens.length}`] };
    const { status } = (await post(`${accounts}/demo/token`, { spec })) as { status: { token: string } };
    tokens.push(status.token);
  }
  transport.close();
  return workload(accounts, tokens);
}

function workload(accounts: string, tokens: readonly string[]): Workload {
  const json = (body: object): string => JSON.stringify(body);
  return {
    TokenReview: tokens.map((token) => ({ method: 'POST', path: REVIEWS, body: json({ spec: { token } }) })),
    TokenRequest: [
      { method: 'POST', path: `${accounts}/demo/token`, body: json({ spec: { expirationSeconds: 600 } }) },
    ],
    'GET serviceaccount': [{ method: 'GET', path: `${accounts}/demo` }],
  };
}
