/** What the controllers of certificate requests have in common. Source: pkg/controller/certificates/certificate_controller.go. */
import {
  CERTIFICATES_GROUP,
  type CertificateSigningRequest,
  type CertificateSigningRequestCondition,
} from '../apis/certificates/v1.js';
import { type Client } from '../client/client.js';
import { type Controller, type ControllerDependencies, running } from './controller.js';
import { unlessMissing } from './errors.js';
import { WorkQueue } from './workqueue.js';

export const CSRS = { group: CERTIFICATES_GROUP, resource: 'certificatesigningrequests' };

/** Thrown where there is nothing to tell of, and the request is looked at again later. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
}

/** Does its work on a request that has no certificate yet; may change the request, which is a copy. */
export type Handle = (request: CertificateSigningRequest, client: Client) => Promise<void>;

/** A controller that handles each request when it comes and when it changes. */
export function csrController(
  name: string,
  runs: Controller['runs'],
  handlerOf: (dependencies: ControllerDependencies) => { readonly client: Client; readonly handle: Handle },
): Controller {
  return {
    name,
    runs,
    async start(dependencies) {
      const { clock, onError } = dependencies;
      const { client, handle } = handlerOf(dependencies);
      const requests = client.resource<CertificateSigningRequest>(CSRS);
      const queue = new WorkQueue({
        clock,
        async sync(key) {
          const request = await unlessMissing(requests.get('', key));
          if (request === undefined || (request.status?.certificate ?? '') !== '') return;
          await handle(structuredClone(request), client);
        },
        onError(error, key) {
          if (!(error instanceof NotYet)) onError(error, `${name}: certificate signing request ${key}`);
        },
      });
      const watch = await requests.watch('', (type, { metadata }) => {
        if (type !== 'DELETED') queue.add(metadata.name ?? '');
      });
      await queue.idle();
      return running([queue], [watch]);
    },
  };
}

export function conditionsOf({ status }: CertificateSigningRequest): readonly CertificateSigningRequestCondition[] {
  return status?.conditions ?? [];
}

/** The request with one condition more. */
export function withCondition(
  request: CertificateSigningRequest,
  condition: CertificateSigningRequestCondition,
): CertificateSigningRequest {
  return { ...request, status: { ...request.status, conditions: [...conditionsOf(request), condition] } };
}

export function isDecided(request: CertificateSigningRequest): boolean {
  return conditionsOf(request).some(({ type }) => type === 'Approved' || type === 'Denied');
}
