import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createServer } from '../../src/index.js';
import { withDirectory } from '../directory.js';
import { ADMIN_TOKEN, startServer } from '../server.js';
import { answered, TestWebhook } from '../webhook-server.js';
import { agentOf, type ApiBody } from './agent.js';

const NAMESPACES = '/api/v1/namespaces';

async function withKubeconfig<T>(webhook: TestWebhook, use: (path: string) => Promise<T>): Promise<T> {
  return withDirectory(async (directory) => {
    const path = join(directory, 'webhook.kubeconfig');
    await writeFile(path, webhook.kubeconfig);
    return use(path);
  });
}

it('tokens and permissions come from webhooks', async () => {
  const webhook = await TestWebhook.start((asked) =>
    asked.kind === 'TokenReview'
      ? answered(asked, { authenticated: asked.spec.token === 'theirs', user: { username: 'jane' } })
      : answered(asked, { allowed: asked.spec.user === 'jane', reason: 'ask jane' }),
  );
  await withKubeconfig(webhook, async (kubeConfigFile) => {
    const server = await startServer({
      authenticationTokenWebhook: { kubeConfigFile },
      authorizationModes: ['Node', 'RBAC', 'Webhook'],
      authorizationWebhook: { kubeConfigFile },
    });
    await agentOf(server, 'theirs').get(NAMESPACES).expect(200);
    await agentOf(server, 'nobodys').get(NAMESPACES).expect(401);
    const refused = await agentOf(server, 'alice-token').get(NAMESPACES).expect(403);
    expect((refused.body as ApiBody).message).toContain('at the cluster scope: default: ask jane');
    // As client-go, which sends no credentials over plain HTTP.
    expect(webhook.authorization).toBeUndefined();
    await server.close();
  });
  await webhook.stop();
});

it('a webhook that fails where nobody else allows is an error of the server', async () => {
  const webhook = await TestWebhook.start(() => ({ code: 403, body: 'no' }));
  await withKubeconfig(webhook, async (kubeConfigFile) => {
    const theirs = {
      ...{ timeout: '3s', subjectAccessReviewVersion: 'v1', failurePolicy: 'NoOpinion' },
      connectionInfo: { type: 'KubeConfigFile', kubeConfigFile },
    };
    const rbac = { type: 'RBAC', name: 'rbac' };
    const authorizers = [{ type: 'Webhook', name: 'theirs', webhook: theirs }, rbac];
    const server = await createServer({
      staticTokens: [
        { token: ADMIN_TOKEN, username: 'admin', uid: '', groups: ['system:masters'] },
        { token: 'alice-token', username: 'alice', uid: '', groups: [] },
      ],
      authorizationConfiguration: { authorizers },
    });
    await agentOf(server).get(NAMESPACES).expect(200);
    const failed = await agentOf(server, 'alice-token').get(NAMESPACES).expect(500);
    expect(failed.text).toMatch(/^Internal Server Error: "\/api\/v1\/namespaces": /);
    await agentOf(server, 'alice-token').get('/version').expect(200);

    await server.update({ authorizationConfiguration: { authorizers: [rbac] } });
    await agentOf(server, 'alice-token').get(NAMESPACES).expect(403);
    await expect(
      server.update({ authorizationConfiguration: { authorizers: [authorizers[0] ?? rbac] } }),
    ).rejects.toThrow('missing required types: [RBAC]');
    await server.close();
  });
  await webhook.stop();
});
