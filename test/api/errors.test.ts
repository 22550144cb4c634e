import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RECORDED_VERSIONS, type Server, startServer } from '../server.js';
import { agentOf } from './agent.js';

const ACCOUNTS = '/api/v1/namespaces/default/serviceaccounts';
const NAMESPACE_FORBIDDEN =
  'namespaces is forbidden: User "system:anonymous" cannot list resource "namespaces" in API group "" at the cluster scope';
const NO_METHOD = 'the server does not allow this method on the requested resource';
const NOT_ACCEPTABLE = {
  23: '406: Not Acceptable',
  24: '406: Not Acceptable',
  37: '406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf',
} as const;

/** Bodies as real servers of 1.23.17 and 1.37.2 sent them. */
describe.each(RECORDED_VERSIONS)('error answers of $kubernetesVersion', ({ minor, kubernetesVersion }) => {
  let server: Server;

  beforeAll(async () => {
    server = await startServer({ kubernetesVersion });
  });

  afterAll(() => server.close());

  const status = (code: number, reason: string, message: string, details?: object): object => ({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    ...(details === undefined ? {} : { details }),
    code,
  });

  it('401: a token that nobody knows, open paths included', async () => {
    for (const path of ['/api/v1/namespaces', '/healthz']) {
      const answer = await agentOf(server, 'nonsense').get(path).expect(401);
      expect(answer.headers['content-type']).toBe('application/json');
      expect(answer.body).toEqual(status(401, 'Unauthorized', 'Unauthorized'));
    }
  });

  it('400: a timeout that is no duration, whoever asks', async () => {
    for (const [timeout, what] of [
      ['invalid', 'invalid duration "invalid"'],
      ['5', 'missing unit in duration "5"'],
      ['5x', 'unknown unit "x" in duration "5x"'],
    ] as const) {
      for (const as of ['nonsense', 'admin-token']) {
        const answer = await agentOf(server, as).get(`/api/v1/namespaces?timeout=${timeout}`).expect(400);
        const message = `invalid timeout specified in the request URL - time: ${what}`;
        expect(answer.body).toEqual(status(400, 'BadRequest', message));
      }
    }
    await agentOf(server).get('/api/v1/namespaces?timeout=0s').expect(200);
  });

  it('403: nobody in particular', async () => {
    const answer = await agentOf(server, '').get('/api/v1/namespaces').expect(403);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.body).toEqual(status(403, 'Forbidden', NAMESPACE_FORBIDDEN, { kind: 'namespaces' }));
  });

  it('404: a missing object, in JSON and in YAML', async () => {
    const answer = await agentOf(server).get(`${ACCOUNTS}/missing`).expect(404);
    const details = { name: 'missing', kind: 'serviceaccounts' };
    expect(answer.body).toEqual(status(404, 'NotFound', 'serviceaccounts "missing" not found', details));
    const yaml = await agentOf(server).get(`${ACCOUNTS}/missing`).set('Accept', 'application/yaml').expect(404);
    expect(yaml.headers['content-type']).toBe('application/yaml');
    expect(yaml.text).toBe(
      'apiVersion: v1\ncode: 404\ndetails:\n  kind: serviceaccounts\n  name: missing\nkind: Status\n' +
        'message: serviceaccounts "missing" not found\nmetadata: {}\nreason: NotFound\nstatus: Failure\n',
    );
  });

  it('404: a name longer than a router would take', async () => {
    const name = 'a'.repeat(300);
    const answer = await agentOf(server).get(`/api/v1/namespaces/${name}`).expect(404);
    expect(answer.body).toMatchObject({ message: `namespaces "${name}" not found`, reason: 'NotFound' });
  });

  it('404: a resource that is not served, and paths outside the API', async () => {
    const resource = await agentOf(server).get('/api/v1/nosuchthings').expect(404);
    expect(resource.body).toEqual(status(404, 'NotFound', 'the server could not find the requested resource', {}));
    for (const path of ['/nosuchpath', '/apis/nosuch.group/v1/things']) {
      const answer = await agentOf(server).get(path).expect(404);
      expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
      expect(answer.text).toBe('404 page not found\n');
    }
  });

  it('405: a verb that the resource does not have', async () => {
    const put = await agentOf(server).put(ACCOUNTS).send({}).expect(405);
    expect(put.headers['content-type']).toBe('application/json');
    expect(put.body).toEqual(status(405, 'MethodNotAllowed', NO_METHOD, {}));
    await agentOf(server)
      .post(`${ACCOUNTS}/x`)
      .send({})
      .expect(405, status(405, 'MethodNotAllowed', NO_METHOD, {}));
    await agentOf(server).options('/api/v1/namespaces').expect(405);
    await agentOf(server).head('/version').expect(405);
  });

  it('406: a type that nobody writes', async () => {
    const answer = await agentOf(server).get('/api/v1/namespaces/default').set('Accept', 'text/html').expect(406);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.body).toEqual(status(406, 'NotAcceptable', NOT_ACCEPTABLE[minor], {}));
  });

  it('413: more than 3 MiB', async () => {
    const answer = await agentOf(server)
      .post(ACCOUNTS)
      .set('Content-Type', 'application/json')
      .send('x'.repeat(3 * 1024 * 1024 + 1))
      .expect(413);
    expect(answer.body).toEqual(status(413, 'RequestEntityTooLarge', 'Request entity too large: limit is 3145728'));
  });

  it('415: a body that nobody reads', async () => {
    const answer = await agentOf(server).post(ACCOUNTS).set('Content-Type', 'text/plain').send('x').expect(415);
    const message =
      'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf';
    expect(answer.body).toMatchObject({ reason: 'UnsupportedMediaType', message, code: 415 });
  });
});
