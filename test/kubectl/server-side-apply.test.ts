/** kubectl's server-side apply: creating, changing, conflicts, force, and the way over from client-side apply. */
import { describe, expect, it } from 'vitest';
import { type Kubectl, runKubectl } from './command.js';
import { SESSION_TIMEOUT, workbench } from './workbench.js';

const ROWS = [
  { kubectl: '1.35.2', kubernetesVersion: '1.37' },
  { kubectl: '1.24.0', kubernetesVersion: '1.24' },
] as const;

interface Entry {
  readonly manager: string;
  readonly operation: string;
  readonly fieldsV1: object;
}

describe.each(ROWS)('kubectl $kubectl on $kubernetesVersion', ({ kubectl: version, kubernetesVersion }) => {
  const withKubectl = workbench(version, { kubernetesVersion });

  it('creates, changes, refuses what is another’s, and takes it by force', { timeout: SESSION_TIMEOUT }, (context) =>
    withKubectl(context, async (kubectl) => {
      const apply = (colour: string, ...args: string[]) =>
        runKubectl(kubectl, ['apply', '--server-side', ...args, '-f', '-'], configMap('ssa', { colour }));
      expect(await apply('green')).toMatchObject({ exit: 0, stdout: 'configmap/ssa serverside-applied\n' });
      expect(await apply('blue')).toMatchObject({ exit: 0 });
      const refused = await apply('red', '--field-manager=other');
      expect(refused.exit).toBe(1);
      expect(refused.stderr).toContain('Apply failed with 1 conflict: conflict with "kubectl": .data.colour');
      expect(await apply('red', '--field-manager=other', '--force-conflicts')).toMatchObject({ exit: 0 });
      const { data, managers } = await read(kubectl, 'ssa');
      expect(data).toEqual({ colour: 'red' });
      expect(managers).toEqual([{ manager: 'other', operation: 'Apply', fieldsV1: { 'f:data': { 'f:colour': {} } } }]);
    }),
  );

  it('takes over what client-side apply wrote', { timeout: SESSION_TIMEOUT }, (context) =>
    withKubectl(context, async (kubectl) => {
      await runKubectl(kubectl, ['apply', '-f', '-'], configMap('csa', { a: '1', b: '2' }));
      const before = await read(kubectl, 'csa');
      expect(before.managers.map(({ manager, operation }) => [manager, operation])).toEqual([
        ['kubectl-client-side-apply', 'Update'],
      ]);
      const text = configMap('csa', { a: '3' });
      expect(await runKubectl(kubectl, ['apply', '--server-side', '-f', '-'], text)).toMatchObject({ exit: 0 });
      const after = await read(kubectl, 'csa');
      expect(after.data).toMatchObject({ a: '3' });
      expect(after.managers).toContainEqual(
        expect.objectContaining({ manager: 'kubectl', operation: 'Apply' }) as unknown,
      );
      // Back again, as the annotation was kept.
      const again = await runKubectl(kubectl, ['apply', '-f', '-'], configMap('csa', { a: '4' }));
      expect(again).toMatchObject({ exit: 0, stdout: 'configmap/csa configured\n' });
    }),
  );
});

function configMap(name: string, data: Readonly<Record<string, string>>): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' }, data });
}

async function read(
  kubectl: Kubectl,
  name: string,
): Promise<{ readonly data: unknown; readonly managers: readonly Entry[] }> {
  const args = ['get', 'configmap', name, '-n', 'default', '-o', 'json', '--show-managed-fields'];
  const { stdout } = await runKubectl(kubectl, args);
  const { data, metadata } = JSON.parse(stdout) as { data: unknown; metadata: { managedFields: Entry[] } };
  const managers = metadata.managedFields.map(({ manager, operation, fieldsV1 }) => ({ manager, operation, fieldsV1 }));
  return { data, managers };
}
