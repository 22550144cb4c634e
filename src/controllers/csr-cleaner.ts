/** Removes certificate requests that are done with. Source: pkg/controller/certificates/cleaner/cleaner.go. */
import { X509Certificate } from 'node:crypto';
import { type CertificateSigningRequest } from '../apis/certificates/v1.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from './controller.js';
import { conditionsOf, CSRS } from './csr-controller.js';
import { unlessMissing } from './errors.js';
import { controllerUser } from './users.js';
import { WorkQueue } from './workqueue.js';

const HOUR = 3_600_000;
const POLLING_INTERVAL = HOUR;
const DECIDED_EXPIRATION = HOUR;
const PENDING_EXPIRATION = 24 * HOUR;

export const csrCleaner: Controller = {
  name: 'certificatesigningrequest-cleaner-controller',
  runs: () => true,
  start,
};

async function start({ client: anyone, clock, features, onError }: ControllerDependencies): Promise<RunningController> {
  const requests = anyone.as(controllerUser('certificate-controller')).resource<CertificateSigningRequest>(CSRS);
  const unissued = features.behaviours.unissuedCertificateRequestsExpire;
  const queue = new WorkQueue({
    clock,
    retries: 0,
    async sync() {
      for (const request of (await requests.list('')).items) {
        if (isDone(request, clock.now(), unissued))
          await unlessMissing(requests.delete('', request.metadata.name ?? ''));
      }
    },
    onError: (error) => onError(error, 'cleaning up certificate signing requests'),
  });
  let cancel = (): void => undefined;
  const tick = (): void => {
    queue.add('all');
    cancel = clock.after(POLLING_INTERVAL, tick);
  };
  tick();
  await queue.idle();
  return running([queue], [{ stop: () => cancel() }]);
}

function isDone(request: CertificateSigningRequest, now: number, unissued: boolean): boolean {
  const conditions = conditionsOf(request);
  const certificate = request.status?.certificate ?? '';
  const olderThan = (time: string | null | undefined, ms: number): boolean =>
    time != null && now - Date.parse(time) > ms;
  const passed = (type: string, ms: number): boolean =>
    conditions.some((condition) => condition.type === type && olderThan(condition.lastUpdateTime, ms));
  if (passed('Denied', DECIDED_EXPIRATION) || passed('Failed', DECIDED_EXPIRATION)) return true;
  if (conditions.length === 0 && olderThan(request.metadata.creationTimestamp, PENDING_EXPIRATION)) return true;
  if (certificate === '') return unissued && passed('Approved', PENDING_EXPIRATION);
  const approved = conditions.some(({ type }) => type === 'Approved');
  return passed('Approved', DECIDED_EXPIRATION) || (approved && hasExpired(certificate, now));
}

function hasExpired(certificate: string, now: number): boolean {
  try {
    return now > Date.parse(new X509Certificate(Buffer.from(certificate, 'base64')).validTo);
  } catch {
    return false;
  }
}
