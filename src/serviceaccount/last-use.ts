import { type KubeObject } from '../apis/meta/v1.js';
import { isReason } from '../apis/errors.js';
import { type Client } from '../client/client.js';
import { type Clock } from '../clock/clock.js';

export const LAST_USED_LABEL = 'kubernetes.io/legacy-token-last-used';

const DAY = 24 * 60 * 60 * 1000;
const ATTEMPTS = 5;

/** Notes on a secret the day (UTC) its token was last used. Source: pkg/serviceaccount/legacy.go. */
export class LastUse {
  readonly #client: Client;
  readonly #clock: Clock;
  readonly #onError: (error: unknown, message: string) => void;

  /** @param onError hears of labels that could not be written; the token is good all the same */
  constructor(client: Client, clock: Clock, onError: (error: unknown, message: string) => void) {
    this.#client = client;
    this.#clock = clock;
    this.#onError = onError;
  }

  async note(secret: KubeObject): Promise<void> {
    const today = day(this.#clock.now());
    const noted = secret.metadata.labels?.[LAST_USED_LABEL];
    // Another server's clock may be ahead.
    if (noted === today || noted === day(this.#clock.now() + DAY)) return;
    try {
      await this.#label(secret, today);
    } catch (error) {
      const { namespace = '', name = '' } = secret.metadata;
      this.#onError(error, `Failed to label legacy service account token ${namespace}/${name} with last-used date`);
    }
  }

  // The API has a patch for this upstream; an update of the newest state comes to the same.
  async #label({ metadata: { namespace = '', name = '', uid } }: KubeObject, today: string): Promise<void> {
    const secrets = this.#client.resource({ group: '', resource: 'secrets' });
    for (let attempt = 1; ; attempt++) {
      const secret = await secrets.get(namespace, name);
      if (secret.metadata.uid !== uid) return;
      const labels = { ...secret.metadata.labels, [LAST_USED_LABEL]: today };
      try {
        await secrets.update(namespace, { ...secret, metadata: { ...secret.metadata, labels } });
        return;
      } catch (error) {
        if (attempt === ATTEMPTS || !isReason(error, 'Conflict')) throw error;
      }
    }
  }
}

function day(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}
