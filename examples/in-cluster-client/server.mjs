// A workload that finds the API server as every pod does: by KUBERNETES_SERVICE_HOST and the files of its service account.
// GET / answers how it is known there: by the token that is in its file now, and by the one that it found there first.
import { readFileSync } from 'node:fs';
import { createServer, STATUS_CODES } from 'node:http';
import { AuthenticationV1Api, KubeConfig } from '@kubernetes/client-node';

/** POD_ROOT stands before /var/run/secrets where no container does. */
const { POD_ROOT = '', PORT = '8080' } = process.env;

/** What every in-cluster client does: it reads the files when it needs them. */
function inCluster() {
  const config = new KubeConfig();
  config.loadFromCluster(POD_ROOT);
  return config;
}

/** What some do: they read the token once, at their start, and keep it. */
function keepingItsToken() {
  const config = inCluster();
  const [user] = config.users;
  const token = readFileSync(user.authProvider.config.tokenFile, 'utf8');
  config.users = [{ name: user.name, token }];
  return config;
}

async function knownBy(config) {
  try {
    const review = await config.makeApiClient(AuthenticationV1Api).createSelfSubjectReview({ body: {} });
    const { username, extra = {} } = review.status.userInfo;
    return { username, token: extra['authentication.kubernetes.io/credential-id']?.[0] };
  } catch (error) {
    return { error: `${error.code} ${STATUS_CODES[error.code] ?? error.message}` };
  }
}

const first = keepingItsToken();
const server = createServer(async (_, response) => {
  const [now, kept] = await Promise.all([knownBy(inCluster()), knownBy(first)]);
  response.writeHead(200, { 'content-type': 'application/json' }).end(`${JSON.stringify({ now, kept })}\n`);
});
server.listen(Number(PORT), () => console.log(`in-cluster client on port ${server.address().port}`));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
