/**
 * Invalidates and removes generated tokens that nobody used for a year.
 * Source: pkg/controller/serviceaccount/legacy_serviceaccount_token_cleaner.go.
 */
import { isReason } from '../apis/errors.js';
import { type Pod } from '../apis/core/pod.js';
import { type Secret, SECRET_TYPE_SERVICE_ACCOUNT_TOKEN } from '../apis/core/v1.js';
import { type Client } from '../client/client.js';
import { LAST_USED_LABEL } from '../serviceaccount/last-use.js';
import { INVALID_SINCE_LABEL } from '../serviceaccount/legacy-token-validator.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from './controller.js';
import { day, isDay, startOf } from './day.js';
import { trackedSince } from './legacy-token-tracking.js';
import { podSecretNames } from './pod-secret-names.js';
import { annotatedAccount, TokenSecrets } from './token-secrets.js';
import { controllerUser } from './users.js';
import { WorkQueue } from './workqueue.js';

const DAY = 24 * 60 * 60 * 1000;
const SYNC_INTERVAL = DAY;
/** kube-controller-manager's --legacy-service-account-token-clean-up-period by default. */
const CLEAN_UP_PERIOD = 365 * DAY;
const SECRETS = { group: '', resource: 'secrets' };
const PODS = { group: '', resource: 'pods' };

export const legacyTokenCleaner: Controller = {
  name: 'legacy-service-account-token-cleaner',
  runs: ({ features }) => features.enabled('LegacyServiceAccountTokenCleanUp'),
  start,
};

async function start({ client, clock, features, onError }: ControllerDependencies): Promise<RunningController> {
  const cleaner = new Cleaner(
    client.as(controllerUser('legacy-service-account-token-cleaner')),
    features.behaviours.legacyTokenInvalidSince,
  );
  const queue = new WorkQueue({
    clock,
    retries: 0,
    sync: () => cleaner.clean(clock.now()),
    onError: (error) => onError(error, 'cleaning up legacy service account tokens'),
  });
  let cancel = (): void => undefined;
  const tick = (): void => {
    queue.add('all');
    cancel = clock.after(SYNC_INTERVAL, tick);
  };
  tick();
  await queue.idle();
  return running([queue], [{ stop: () => cancel() }]);
}

class Cleaner {
  readonly #client: Client;
  readonly #tokens: TokenSecrets;
  readonly #invalidatesFirst: boolean;

  constructor(client: Client, invalidatesFirst: boolean) {
    this.#client = client;
    this.#tokens = new TokenSecrets(client);
    this.#invalidatesFirst = invalidatesFirst;
  }

  async clean(now: number): Promise<void> {
    const since = await trackedSince(this.#client);
    // The first whole day is the one after tracking began.
    if (since === undefined || now < startOf(since) + DAY + CLEAN_UP_PERIOD) return;
    const fieldSelector = `type=${SECRET_TYPE_SERVICE_ACCOUNT_TOKEN}`;
    const { items } = await this.#client.resource<Secret>(SECRETS).list('', { fieldSelector });
    for (const secret of items) {
      if (await this.#isUnused(secret, now - CLEAN_UP_PERIOD)) await this.#retire(secret, now);
    }
  }

  async #isUnused(secret: Secret, oldest: number): Promise<boolean> {
    const { namespace = '', name = '', labels = {}, creationTimestamp = '', deletionTimestamp } = secret.metadata;
    if (deletionTimestamp !== undefined || Date.parse(creationTimestamp) >= oldest) return false;
    const lastUsed = labels[LAST_USED_LABEL];
    if (lastUsed !== undefined && (!isDay(lastUsed) || lastUsed >= day(oldest))) return false;
    const { name: accountName, uid } = annotatedAccount(secret);
    const account = await this.#tokens.account(namespace, accountName, uid);
    // Only what an account lists was generated.
    if (!(account?.secrets ?? []).some((reference) => reference.name === name)) return false;
    const { items } = await this.#client.resource<Pod>(PODS).list(namespace);
    return !items.some((pod) => podSecretNames(pod).has(name));
  }

  async #retire(secret: Secret, now: number): Promise<void> {
    const { metadata } = secret;
    const { namespace = '', name = '', resourceVersion = '', labels = {} } = metadata;
    const secrets = this.#client.resource<Secret>(SECRETS);
    const invalidSince = labels[INVALID_SINCE_LABEL] ?? '';
    try {
      if (this.#invalidatesFirst && !isDay(invalidSince)) {
        const marked = { ...labels, [INVALID_SINCE_LABEL]: day(now) };
        await secrets.update(namespace, { ...secret, metadata: { ...metadata, labels: marked } });
      } else if (!this.#invalidatesFirst || invalidSince < day(now - CLEAN_UP_PERIOD)) {
        await secrets.delete(namespace, name, { preconditions: { resourceVersion } });
      }
    } catch (error) {
      // Someone else changed it: the next day looks again.
      if (!isReason(error, 'Conflict') && !isReason(error, 'NotFound')) throw error;
    }
  }
}
