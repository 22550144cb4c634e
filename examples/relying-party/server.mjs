// A relying party: answers GET /whoami with the identity behind the caller's bearer token, which it has reviewed by the
// API server, and with those of its AUDIENCES (a,b) that the token is for. Plain Node 20 or newer, no packages.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { request } from 'node:https';

const { KUBERNETES_URL = 'https://127.0.0.1:6443', CA_FILE, TOKEN_FILE, AUDIENCES, PORT = '8080' } = process.env;
const ca = readFileSync(CA_FILE);
const ownToken = readFileSync(TOKEN_FILE, 'utf8').trim();

/** The status of a TokenReview: {authenticated, user, audiences, error}. */
function review(token) {
  const spec = AUDIENCES === undefined ? { token } : { token, audiences: AUDIENCES.split(',') };
  const body = JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec });
  const headers = { authorization: `Bearer ${ownToken}`, 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const url = new URL('/apis/authentication.k8s.io/v1/tokenreviews', KUBERNETES_URL);
    const asked = request(url, { ca, method: 'POST', headers }, async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      if (response.statusCode === 201) resolve(JSON.parse(text).status);
      else reject(new Error(`the API server answered ${response.statusCode}: ${text}`));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

async function whoami(authorization = '') {
  const [scheme, token] = authorization.split(' ');
  if (scheme.toLowerCase() !== 'bearer' || !token) return [401, { error: 'bring a bearer token' }];
  const { authenticated, user, audiences, error } = await review(token);
  return authenticated ? [200, { user, audiences }] : [401, { error: error ?? 'not authenticated' }];
}

const server = createServer(async (incoming, response) => {
  const [status, body] =
    incoming.url === '/whoami'
      ? await whoami(incoming.headers.authorization).catch((error) => [502, { error: error.message }])
      : [404, { error: 'try GET /whoami' }];
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
});
server.listen(Number(PORT), () => console.log(`relying party on port ${server.address().port}`));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
