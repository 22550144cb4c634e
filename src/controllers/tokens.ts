/**
 * Secrets that hold service account tokens: fills them, removes them with their account and, where the version still does,
 * makes one per account. Source: pkg/controller/serviceaccount/tokens_controller.go.
 */
import { type Secret, SECRET_TYPE_SERVICE_ACCOUNT_TOKEN, type ServiceAccount } from '../apis/core/v1.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from './controller.js';
import { TokenGeneration } from './token-generation.js';
import { annotatedAccount, TokenSecrets } from './token-secrets.js';
import { CONTROLLER_MANAGER } from './users.js';
import { WorkQueue } from './workqueue.js';

const RETRIES = 10;
const SERVICE_ACCOUNTS = { group: '', resource: 'serviceaccounts' };
const SECRETS = { group: '', resource: 'secrets' };

export const tokensController: Controller = {
  name: 'serviceaccount-token',
  runs: () => true,
  start,
};

// Keys say all that is needed once the object is gone.
type AccountKey = readonly [namespace: string, name: string, uid: string];
type SecretKey = readonly [namespace: string, name: string, uid: string, accountName: string, accountUid: string];

async function start(dependencies: ControllerDependencies): Promise<RunningController> {
  const { clock, features, onError } = dependencies;
  const client = dependencies.client.as(CONTROLLER_MANAGER);
  const secrets = new TokenSecrets(client);
  const generation = new TokenGeneration(client, secrets, dependencies);
  const autoGenerate = !features.enabled('LegacyServiceAccountTokenNoAutoGeneration');

  const accountQueue = new WorkQueue({
    clock,
    retries: RETRIES,
    sync: async (key) => {
      const [namespace, name, uid] = JSON.parse(key) as AccountKey;
      const account = await secrets.account(namespace, name, uid);
      if (account === undefined) await secrets.removeAllOf(namespace, name, uid);
      else if (autoGenerate) await generation.ensureReferencedToken(account);
    },
    onError: (error, key) => onError(error, `synchronizing the tokens of service account ${key}`),
  });
  const secretQueue = new WorkQueue({
    clock,
    retries: RETRIES,
    sync: async (key) => {
      const [namespace, name, uid, accountName, accountUid] = JSON.parse(key) as SecretKey;
      const secret = await secrets.secret(namespace, name, uid);
      const account = await secrets.account(namespace, accountName, accountUid);
      if (secret === undefined) {
        if (account !== undefined) await secrets.removeReference(account, name);
      } else if (account === undefined) await secrets.remove(secret);
      else await generation.fill(secret, account);
    },
    onError: (error, key) => onError(error, `synchronizing the service account token ${key}`),
  });

  const watches = await Promise.all([
    client.resource<ServiceAccount>(SERVICE_ACCOUNTS).watch('', (_type, account) => {
      accountQueue.add(JSON.stringify(identity(account) satisfies AccountKey));
    }),
    client.resource<Secret>(SECRETS).watch('', (_type, secret) => {
      if (secret.type !== SECRET_TYPE_SERVICE_ACCOUNT_TOKEN) return;
      const { name, uid } = annotatedAccount(secret);
      secretQueue.add(JSON.stringify([...identity(secret), name, uid] satisfies SecretKey));
    }),
  ]);
  await Promise.all([accountQueue.idle(), secretQueue.idle()]);
  return running([accountQueue, secretQueue], watches);
}

function identity({ metadata: { namespace = '', name = '', uid = '' } }: KubeObject): AccountKey {
  return [namespace, name, uid];
}
