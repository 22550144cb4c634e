// A relying party's audience changes from payments to https://payments.example.com in three releases.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { advance, ask, chapter, claimsOf, kubernetes, tell, until } from '../story.mjs';

const { TOKENS, CHECKOUT_URL, RELEASE_1, RELEASE_2, RELEASE_3 } = process.env;
const OLD = 'payments';
const NEW = 'https://payments.example.com';

const onDisk = (file) => readFileSync(join(TOKENS, file), 'utf8');

/** What a release answers to the token that is in a file now, in one line. */
async function answer(release, token) {
  const { status, body } = await ask(`${release}/whoami`, { token });
  return status === 200 ? `${body.user.username}, for ${body.audiences.join(' and ')}` : `${status} ${body.error}`;
}

const accepted = (audience) => `system:serviceaccount:shop:checkout, for ${audience}`;
const refused = (has, wants) =>
  `401 [invalid bearer token, token audiences ["${has}"] is invalid for the target audiences ["${wants}"]]`;

/** In every phase: the API server takes its own token, as ever, and neither of the others. */
async function apiClients() {
  const { now } = (await ask(CHECKOUT_URL)).body;
  tell(
    'the API server, asked by an in-cluster client',
    now.username ?? now.error,
    'system:serviceaccount:shop:checkout',
  );
}

chapter('The volume holds a token for each audience, side by side');
tell('old', claimsOf(onDisk('old')).aud.join(), OLD);
tell('new', claimsOf(onDisk('new')).aud.join(), NEW);
tell('token, for the API server', claimsOf(onDisk('token')).aud.join(), 'https://kubernetes.default.svc.cluster.local');
for (const file of ['old', 'new']) {
  const { status } = await kubernetes('/api', { token: onDisk(file) });
  tell(`the API server, shown ${file}`, String(status), '401');
}

chapter('Release 1 knows the old audience alone: callers cannot go first');
tell('old', await answer(RELEASE_1, onDisk('old')), accepted(OLD));
tell('new', await answer(RELEASE_1, onDisk('new')), refused(NEW, OLD));
await apiClients();

chapter('Release 2 accepts both: callers move one by one, and the answer tells who has not yet');
tell('old', await answer(RELEASE_2, onDisk('old')), accepted(OLD));
tell('new', await answer(RELEASE_2, onDisk('new')), accepted(NEW));
await apiClients();

chapter('An hour later both have been renewed, and nobody is turned away');
const before = { old: onDisk('old'), new: onDisk('new') };
await advance('1h');
await until('renewed tokens', () => ['old', 'new'].every((file) => onDisk(file) !== before[file]));
tell('old, renewed', await answer(RELEASE_2, onDisk('old')), accepted(OLD));
tell('new, renewed', await answer(RELEASE_2, onDisk('new')), accepted(NEW));
await advance('61s');
tell(
  'old, as it was an hour ago',
  await answer(RELEASE_2, before.old),
  '401 [invalid bearer token, service account token has expired]',
);
await apiClients();

chapter('Release 3 knows the new audience alone: the old one is refused');
tell('new', await answer(RELEASE_3, onDisk('new')), accepted(NEW));
tell('old', await answer(RELEASE_3, onDisk('old')), refused(OLD, NEW));
await apiClients();
