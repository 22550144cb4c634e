/** Goes back to an older template where an annotation asks for it. Source: pkg/controller/deployment/rollback.go. */
import { type ReplicaSet } from '../../apis/apps/v1.js';
import { annotationsOfRollback, type Annotations, revisionOf, ROLLBACK_TO, wholeNumber } from './annotations.js';
import { generations } from './new-replica-set.js';
import { type Pass } from './pass.js';
import { sameTemplate, withoutHash } from './replica-sets.js';

const NOT_FOUND = 'DeploymentRollbackRevisionNotFound';

/** The revision that is asked for, 0 for the last one before; undefined: none. */
export function rollbackTo({ deployment }: Pass): bigint | undefined {
  return wholeNumber(deployment.metadata.annotations?.[ROLLBACK_TO] ?? '');
}

export async function rollBack(pass: Pass, asked: bigint): Promise<void> {
  const { newest, old } = await generations(pass, true);
  const all = [...old, newest];
  const revision = asked === 0n ? lastRevision(all) : asked;
  if (revision === 0n) {
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
function lastRevision(replicaSets: readonly ReplicaSet[]): bigint {
  const revisions = replicaSets.flatMap((each) => revisionOf(each) ?? []).sort((a, b) => (a > b ? -1 : 1));
  return revisions[1] ?? 0n;
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
