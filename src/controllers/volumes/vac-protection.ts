/** Attributes classes stay as long as claims or volumes name them. Source: pkg/controller/volume/vacprotection/vac_protection_controller.go. */
import { type PersistentVolumeClaim } from '../../apis/core/persistent-volume-claim.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { type Controller } from '../controller.js';
import { startProtection } from './protection.js';

interface PersistentVolume extends KubeObject {
  spec?: { volumeAttributesClassName?: string };
}

export const volumeAttributesClassProtection: Controller = {
  name: 'volumeattributesclass-protection',
  runs: ({ features }) =>
    features.behaviours.volumeAttributesClassesProtected && features.enabled('VolumeAttributesClass'),
  async start(dependencies) {
    const { informers } = dependencies;
    const claims = await informers.of<PersistentVolumeClaim>({ group: '', resource: 'persistentvolumeclaims' });
    const volumes = await informers.of<PersistentVolume>({ group: '', resource: 'persistentvolumes' });
    return startProtection<KubeObject>(
      dependencies,
      {
        resource: { group: 'storage.k8s.io', resource: 'volumeattributesclasses' },
        finalizer: 'kubernetes.io/vac-protection',
        account: 'vac-protection-controller',
        isUsed: ({ metadata: { name = '' } }) =>
          claims.list('').some((claim) => classesOf(claim).includes(name)) ||
          volumes.list('').some(({ spec }) => spec?.volumeAttributesClassName === name),
      },
      [
        (look) =>
          claims.listen((_type, claim, before) => {
            for (const name of [...classesOf(claim), ...(before === undefined ? [] : classesOf(before))])
              look('', name);
          }),
        (look) =>
          volumes.listen((_type, { spec }, before) => {
            for (const name of [spec?.volumeAttributesClassName, before?.spec?.volumeAttributesClassName]) {
              if (name) look('', name);
            }
          }),
      ],
    );
  },
};

function classesOf({ spec, status }: PersistentVolumeClaim): string[] {
  const names = [
    spec?.volumeAttributesClassName,
    status?.currentVolumeAttributesClassName,
    status?.modifyVolumeStatus?.targetVolumeAttributesClassName,
  ];
  return names.filter((name): name is string => Boolean(name));
}
