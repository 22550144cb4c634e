/** Whose files are. Sources: pkg/volume/volume_linux.go, pkg/volume/util/util.go (FsUserFrom). */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { type Pod } from '../apis/core/pod.js';

/** As lchown: -1 leaves a user or group as it is. */
export type ChangeOwner = (path: string, user: number, group: number) => void;

/**
 * Changes owners where this process may, and else leaves them: a kubelet is root, and who runs this need not be.
 * @param onRefused hears of it, once.
 */
export function changeOwnerIfAllowed(onRefused: (message: string) => void): ChangeOwner {
  let told = false;
  return (path, user, group) => {
    try {
      fs.lchownSync(path, user, group);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
      if (!told) onRefused('files stay with the user that runs this: giving them to others is for root');
      told = true;
    }
  };
}

const READ = 0o440;
const PASS = 0o110;
const SET_GID = 0o2000;
const PERMISSIONS = 0o7777;

/** Gives all below a read-only volume, and the volume, to a group, which may then read it. */
export function setVolumeOwnership(path: string, group: number, changeOwner: ChangeOwner): void {
  const stats = fs.lstatSync(path);
  if (stats.isDirectory()) {
    for (const name of fs.readdirSync(path)) setVolumeOwnership(join(path, name), group, changeOwner);
  }
  changeOwner(path, -1, group);
  // Behind a link lies a file that has its own turn.
  if (stats.isSymbolicLink()) return;
  const further = stats.isDirectory() ? READ | PASS | SET_GID : READ;
  fs.chmodSync(path, (stats.mode & PERMISSIONS) | further);
}

/** The user that all containers of a pod run as; undefined where there is none, or more than one. */
export function fsUserFrom({ spec }: Pod): number | undefined {
  const { initContainers = [], containers = [], ephemeralContainers = [], securityContext } = spec;
  const users = [...initContainers, ...containers, ...ephemeralContainers].map(
    (container) => container.securityContext?.runAsUser ?? securityContext?.runAsUser,
  );
  return new Set(users).size === 1 ? users[0] : undefined;
}
