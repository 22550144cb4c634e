// An application logs in to Vault by its service account's token, and is refused in each of the ways that happen.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { advance, ask, chapter, kubernetes, tell, until } from '../story.mjs';

const { VAULT_ADDR, VAULT_TOKEN, KUBERNETES_HOST, TOKENS, REVIEWER } = process.env;

const vault = (path, body, token = VAULT_TOKEN) => {
  const headers = { 'X-Vault-Token': token };
  return ask(new URL(`/v1/${path}`, VAULT_ADDR), { method: body === undefined ? 'GET' : 'POST', headers, body });
};

/** What Vault says to a token, in one line. */
async function login(jwt, role = 'app') {
  const { status, body } = await ask(new URL('/v1/auth/kubernetes/login', VAULT_ADDR), {
    method: 'POST',
    body: { role, jwt },
  });
  return status === 200 ? `policies ${body.auth.policies.join(', ')}` : `${status} ${body.errors.join()}`;
}

const onDisk = (file) => readFileSync(join(TOKENS, file), 'utf8');
const pod = (namespace, name) => `/api/v1/namespaces/${namespace}/pods/${name}`;

chapter('An operator sets the auth method up');
// In a pod Vault reads its own token and the CA from its volume. What is no pod has to be told of them.
const local =
  REVIEWER === undefined
    ? {}
    : {
        token_reviewer_jwt: readFileSync(join(REVIEWER, 'token'), 'utf8'),
        kubernetes_ca_cert: readFileSync(join(REVIEWER, 'ca.crt'), 'utf8'),
        disable_local_ca_jwt: true,
      };
const role = {
  bound_service_account_names: 'app',
  bound_service_account_namespaces: 'shop',
  audience: 'vault',
  token_policies: 'shop',
};
for (const [path, body] of [
  ['sys/auth/kubernetes', { type: 'kubernetes' }],
  ['auth/kubernetes/config', { kubernetes_host: KUBERNETES_HOST, ...local }],
  ['auth/kubernetes/role/app', role],
  ['auth/kubernetes/role/other', { ...role, bound_service_account_names: 'other' }],
])
  tell(path, String((await vault(path, body)).status), /^20[04]$/);

chapter('The application logs in');
const token = onDisk('vault-token');
tell('its token for vault', await login(token), 'policies default, shop');
const { body } = await ask(new URL('/v1/auth/kubernetes/login', VAULT_ADDR), {
  method: 'POST',
  body: { role: 'app', jwt: token },
});
const { data } = (await vault('auth/token/lookup-self', undefined, body.auth.client_token)).body;
tell('Vault’s own token is of', data.display_name, 'kubernetes-shop-app');

chapter('What is refused at once');
tell(
  'the token for the API server',
  await login(onDisk('token')),
  '403 invalid audience (aud) claim: audience claim does not match any expected audience',
);
tell('a role for another account', await login(token, 'other'), '403 service account name not authorized');

chapter('The API server’s clock goes ahead by an hour and a minute, Vault’s does not');
await advance('1h1m');
tell('the token as it was', await login(token), '403 permission denied');
const renewed = await until('renewed token', () => onDisk('vault-token') !== token && onDisk('vault-token'));
tell('the renewed one', await login(renewed), '403 invalid not before (nbf) claim: token not yet valid');
await advance('-1h1m');
tell('back again, the token as it was', await login(token), 'policies default, shop');

chapter('The pod is deleted');
await kubernetes(`${pod('shop', 'app')}?gracePeriodSeconds=0`, { method: 'DELETE' });
tell('the token that it leaves behind', await login(token), '403 permission denied');

chapter('The account is deleted, and made anew under its old name');
const account = '/api/v1/namespaces/shop/serviceaccounts/app';
const ofAccount = async () => {
  const { body: request } = await kubernetes(`${account}/token`, {
    method: 'POST',
    body: { spec: { audiences: ['vault'] } },
  });
  return request.status.token;
};
const old = await ofAccount();
tell('a token that is bound to no pod', await login(old), 'policies default, shop');
await kubernetes(account, { method: 'DELETE' });
await kubernetes('/api/v1/namespaces/shop/serviceaccounts', { method: 'POST', body: { metadata: { name: 'app' } } });
tell('the same, now of an account that is no more', await login(old), '403 permission denied');
const young = await ofAccount();
tell('a token of the new account', await login(young), 'policies default, shop');

chapter('Vault’s own pod is deleted: nothing is wrong with the application, and it is refused');
await kubernetes(`${pod('vault', 'vault-0')}?gracePeriodSeconds=0`, { method: 'DELETE' });
tell('the token that was good a moment ago', await login(young), '403 permission denied');
