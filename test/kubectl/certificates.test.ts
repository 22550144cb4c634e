/** From a key to a kubeconfig that logs in: what `kubectl certificate approve` is for. */
import fs from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { certificateRequest, COMMON_NAME, ORGANIZATION } from '../certificate-request.js';
import { type KubectlVersion } from './binaries.js';
import { type Kubectl, runKubectl } from './command.js';
import { SESSION_TIMEOUT, workbench } from './workbench.js';

const ROWS: readonly { readonly kubectl: KubectlVersion; readonly kubernetesVersion: string }[] = [
  { kubectl: '1.24.0', kubernetesVersion: '1.24' },
  { kubectl: '1.36.3', kubernetesVersion: '1.37' },
];

describe.each(ROWS)(
  'kubectl $kubectl with Kubernetes $kubernetesVersion',
  ({ kubectl: version, kubernetesVersion }) => {
    const withKubectl = workbench(version, { kubernetesVersion });

    it(
      'a signed certificate logs in',
      async (context) => {
        await withKubectl(context, async (kubectl, server) => {
          const { key, request } = certificateRequest({
            subject: [
              [ORGANIZATION, 'qa'],
              [COMMON_NAME, 'jane'],
            ],
          });
          const manifest = {
            ...{ apiVersion: 'certificates.k8s.io/v1', kind: 'CertificateSigningRequest', metadata: { name: 'jane' } },
            spec: { request, signerName: 'kubernetes.io/kube-apiserver-client', usages: ['client auth'] },
          };
          await succeed(kubectl, ['create', '-f', '-'], JSON.stringify(manifest));
          expect(await succeed(kubectl, ['get', 'csr', 'jane', '--no-headers'])).toMatch(/\sPending\s*$/);
          expect(await succeed(kubectl, ['certificate', 'approve', 'jane'])).toBe(
            'certificatesigningrequest.certificates.k8s.io/jane approved\n',
          );
          expect(await succeed(kubectl, ['get', 'csr', 'jane', '--no-headers'])).toMatch(/\sApproved,Issued\s*$/);
          const certificate = await succeed(kubectl, ['get', 'csr', 'jane', '-o', 'jsonpath={.status.certificate}']);

          const cert = Buffer.from(certificate, 'base64').toString();
          const kubeconfig = path.join(kubectl.home, 'jane');
          await fs.writeFile(kubeconfig, server.kubeconfig({ user: { cert, key }, userName: 'jane' }), { mode: 0o600 });
          const jane = { ...kubectl, kubeconfig };
          const { stdout, stderr } = await run(jane, ['get', 'namespaces']);
          expect(stdout).toBe('');
          expect(stderr).toContain('User "jane" cannot list resource "namespaces"');
          await succeed(kubectl, ['create', 'clusterrolebinding', 'qa', '--clusterrole=view', '--group=qa']);
          expect(await succeed(jane, ['auth', 'can-i', 'list', 'pods'])).toBe('yes\n');
          if (kubernetesVersion === '1.37') {
            const whoami = await succeed(jane, ['auth', 'whoami', '-o', 'jsonpath={.status.userInfo}']);
            expect(JSON.parse(whoami)).toMatchObject({ username: 'jane', groups: ['qa', 'system:authenticated'] });
          }

          await succeed(kubectl, ['create', '-f', '-'], JSON.stringify({ ...manifest, metadata: { name: 'joe' } }));
          await succeed(kubectl, ['certificate', 'deny', 'joe']);
          expect(await succeed(kubectl, ['get', 'csr', 'joe', '--no-headers'])).toMatch(/\sDenied\s*$/);
        });
      },
      SESSION_TIMEOUT,
    );
  },
);

function run(kubectl: Kubectl, args: readonly string[], input = ''): ReturnType<typeof runKubectl> {
  return runKubectl(kubectl, args, input);
}

async function succeed(kubectl: Kubectl, args: readonly string[], input = ''): Promise<string> {
  const { exit, stdout, stderr } = await run(kubectl, args, input);
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
  return stdout;
}
