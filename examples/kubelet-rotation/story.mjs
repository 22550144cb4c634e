// A day of a pod's token: the kubelet renews it, and two clients find out whether they noticed.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { advance, ask, chapter, claimsOf, kubernetes, tell } from '../story.mjs';

const { KUBELET_DIR, WORKER_URL } = process.env;
const POD = '/api/v1/namespaces/default/pods/worker';
/** Minutes. */
const STEP = 30;
const DAY = 24 * 60;

const { metadata, spec } = (await kubernetes(POD)).body;
const volume = join(KUBELET_DIR, 'pods', metadata.uid, 'volumes/kubernetes.io~projected', spec.volumes[0].name);
const onDisk = () => readFileSync(join(volume, 'token'), 'utf8');
const jti = (token) => `JTI=${claimsOf(token).jti}`;
const clock = (minutes) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

chapter('The volume that the kubelet keeps for the pod');
console.log(`      ${readdirSync(volume).join('  ')}`);
const first = onDisk();
const { sub, exp, iat } = claimsOf(first);
tell('whose token it is', sub, 'system:serviceaccount:default:worker');
tell('seconds it lasts', String(exp - iat), '3607');

chapter('One day: after each half hour both clients ask the API server who they are');
const seen = new Set([first]);
let link = readlinkSync(join(volume, '..data'));
let requests = 0;
let refusedFrom;
for (let minutes = STEP; minutes <= DAY; minutes += STEP) {
  await advance(`${STEP}m`);
  const token = onDisk();
  const { now, kept } = (await ask(WORKER_URL)).body;
  requests += 1;
  // Told only where it is news: the story ends where a client is not known by the token that is in its file.
  if (now.token !== jti(token)) tell(`${clock(minutes)}  known by`, JSON.stringify(now), jti(token));
  if (!seen.has(token)) {
    seen.add(token);
    const swapped = readlinkSync(join(volume, '..data'));
    if (swapped === link) tell(`${clock(minutes)}  ..data leads to`, swapped, 'another directory');
    link = swapped;
    if (seen.size <= 4) tell(`${clock(minutes)}  renewed, and known by token ${seen.size}`, now.token, jti(token));
  }
  if (kept.error !== undefined && refusedFrom === undefined) {
    refusedFrom = minutes;
    tell(`${clock(minutes)}  the client that kept its first token`, kept.error, '401 Unauthorized');
  }
}
console.log('      …');
tell('requests of the client that reads the file, all answered', String(requests), String(DAY / STEP));
tell('tokens that were in the file', String(seen.size), /^3[01]$/);
tell('the first token was refused from', clock(refusedFrom ?? 0), '01:30');

chapter('The pod is deleted');
const last = onDisk();
await kubernetes(`${POD}?gracePeriodSeconds=0`, { method: 'DELETE' });
const { status } = await kubernetes('/apis/authentication.k8s.io/v1/selfsubjectreviews', {
  method: 'POST',
  token: last,
  body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
});
tell('its last token, which would have been good for longer', String(status), '401');
await advance('1s');
tell('what the kubelet keeps', readdirSync(join(KUBELET_DIR, 'pods')).join(' ') || 'nothing', 'nothing');
