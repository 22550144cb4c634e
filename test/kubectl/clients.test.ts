import { describe, expect, it } from 'vitest';
import { type KubectlVersion } from './binaries.js';
import { type CommandResult, type Kubectl, runKubectl } from './command.js';
import { SESSION_TIMEOUT, workbench } from './workbench.js';

const KUBECTLS: readonly KubectlVersion[] = ['1.20.0', '1.24.0', '1.28.3', '1.32.3', '1.36.3'];
const NEWEST = '1.37';

const SECRET = `apiVersion: v1
kind: Secret
type: kubernetes.io/service-account-token
metadata:
  name: robot-token
  annotations:
    kubernetes.io/service-account.name: robot
`;

/** kubectl's and the server's minor; each kubectl meets a server of its own minor and the newest. */
const MATRIX = KUBECTLS.flatMap((kubectl) => {
  const own = kubectl.split('.').slice(0, 2).join('.');
  return [own, NEWEST].map((kubernetesVersion) => ({ kubectl, kubernetesVersion, mints: own >= '1.24' }));
});

describe.concurrent.each(MATRIX)('kubectl $kubectl with Kubernetes $kubernetesVersion', (row) => {
  const withKubectl = workbench(row.kubectl, { kubernetesVersion: row.kubernetesVersion });

  it(
    'makes an account, gets its tokens and removes it',
    async (context) => {
      await withKubectl(context, async (kubectl) => {
        const namespaced = (...args: string[]): Promise<string> => succeed(kubectl, ['-n', 'shop', ...args]);

        expect(await succeed(kubectl, ['create', 'namespace', 'shop'])).toBe('namespace/shop created\n');
        expect(await namespaced('create', 'serviceaccount', 'robot')).toBe('serviceaccount/robot created\n');
        expect(await namespaced('get', 'serviceaccount', 'robot', '-o', 'yaml')).toMatch(
          /^apiVersion: v1\nkind: ServiceAccount\nmetadata:\n[^]* {2}name: robot\n {2}namespace: shop\n/,
        );

        expect(await succeed(kubectl, ['-n', 'shop', 'apply', '-f', '-'], SECRET)).toBe('secret/robot-token created\n');
        expect(await namespaced('get', 'secret', 'robot-token', '-o', 'jsonpath={.type}')).toBe(
          'kubernetes.io/service-account-token',
        );

        if (row.mints) expect(await namespaced('create', 'token', 'robot')).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+\n?$/);

        const asRobot = ['--as', 'system:serviceaccount:shop:robot'];
        expect((await run(kubectl, ['auth', 'can-i', 'list', 'pods', ...asRobot])).stdout).toBe('no\n');
        expect(await succeed(kubectl, ['auth', 'can-i', 'list', 'pods'])).toBe('yes\n');

        expect(await namespaced('delete', 'serviceaccount', 'robot')).toMatch(/^serviceaccount "robot" deleted/);
        const gone = await run(kubectl, ['-n', 'shop', 'get', 'serviceaccount', 'robot']);
        expect(gone).toMatchObject({
          exit: 1,
          stderr: 'Error from server (NotFound): serviceaccounts "robot" not found\n',
        });
      });
    },
    SESSION_TIMEOUT,
  );
});

function run(kubectl: Kubectl, args: readonly string[], stdin?: string): Promise<CommandResult> {
  return runKubectl(kubectl, args, stdin);
}

async function succeed(kubectl: Kubectl, args: readonly string[], stdin?: string): Promise<string> {
  const result = await runKubectl(kubectl, args, stdin);
  expect(result, `kubectl ${args.join(' ')}`).toMatchObject({ exit: 0 });
  return result.stdout;
}
