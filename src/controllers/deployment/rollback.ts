/** Goes back to an older template where an annotation asks for it. Source: pkg/controller/deployment/rollback.go. */
import { type ReplicaSet } from '../../apis/apps/v1.js';
import { annotationsOfRollback, type Annotations, revisionOf, ROLLBACK_TO } from './annotations.js';
import { generations } from './new-replica-set.js';
import { type Pass } from './pass.js';
import { sameTemplate, withoutHash } from './replica-sets.js';

const NOT_FOUND = 'DeploymentRollbackRevisionNotFound';

/** The revision that is asked for, 0 for the last one before; undefined: none. */
export function rollbackTo({ deployment }: Pass): number | undefined {
  const text = deployment.metadata.annotations?.[ROLLBACK_TO] ?? '';
  return /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

export async function rollBack(pass: Pass, asked: number): Promise<void> {
  const { newest, old } = await generations(pass, true);
  const all = [...old, newest];
  const revision = asked === 0 ? lastRevision(all) : asked;
  if (revision === 0) {
    pass.event('Warning', NOT_FOUND, 'Unable to find last revision.');
    return finish(pass);
  }
  const found = all.find((replicaSet) => revisionOf(replicaSet) === revision);
  if (found === undefined) {
    pass.event('Warning', NOT_FOUND, 'Unable to find the revision to rollback to.');
    return finish(pass);
  }
  const name = pass.deployment.metadata.name ?? '';
  if (sameTemplate(pass.deployment.spec.template, found.spec.template)) {
    const message = `The rollback revision contains the same template as current deployment "${name}"`;
    pass.event('Warning', 'DeploymentRollbackTemplateUnchanged', message);
    return finish(pass);
  }
  await finish(pass, found);
  pass.event('Normal', 'DeploymentRollback', `Rolled back deployment "${name}" to revision ${String(revision)}`);
}

/** The second highest. */
function lastRevision(replicaSets: readonly ReplicaSet[]): number {
  const revisions = replicaSets.flatMap((replicaSet) => revisionOf(replicaSet) ?? []).sort((a, b) => b - a);
  return revisions[1] ?? 0;
}

/** Writes the template, where there is one to go back to, and takes the wish off. */
async function finish(pass: Pass, replicaSet?: ReplicaSet): Promise<void> {
  const { deployment, environment, namespace } = pass;
  const annotations: Annotations = {
    ...(replicaSet === undefined ? deployment.metadata.annotations : annotationsOfRollback(deployment, replicaSet)),
  };
  Reflect.deleteProperty(annotations, ROLLBACK_TO);
  const template = replicaSet === undefined ? deployment.spec.template : withoutHash(replicaSet.spec.template);
  pass.deployment = await environment.deployments.update(namespace, {
    ...deployment,
    metadata: { ...deployment.metadata, annotations },
    spec: { ...deployment.spec, ...(template === undefined ? {} : { template }) },
  });
}
