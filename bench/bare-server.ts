/** Fastify with TLS and nothing else: parses JSON and answers an object of an ordinary size. The yardstick. */
import { fastify } from 'fastify';
import { RealClock } from '../src/clock/clock.js';
import { SystemRandom } from '../src/clock/random.js';
import { createAuthority } from '../src/server/certificates/authority.js';

const authority = createAuthority({ clock: new RealClock(), random: new SystemRandom() });
const { cert, key } = authority.issueServing(['127.0.0.1']);
const app = fastify({ http2: true, https: { allowHTTP1: true, cert, key } });
const account = {
  kind: 'ServiceAccount',
  apiVersion: 'v1',
  metadata: {
    name: 'demo',
    namespace: 'bench',
    uid: '',
    resourceVersion: '1',
    creationTimestamp: '2030-01-01T00:00:00Z',
  },
};
app.get('*', () => account);
app.post('*', (request, reply) => reply.code(201).send({ ...account, received: typeof request.body }));
console.log(`ready at ${await app.listen({ host: '127.0.0.1', port: 0 })}`);
