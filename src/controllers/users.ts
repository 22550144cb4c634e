/** Who the controllers are. Source: pkg/controller and cmd/kube-controller-manager/app, clientbuilder's users. */
import { ALL_AUTHENTICATED, type UserInfo } from '../authentication/authenticator.js';
import { serviceAccountUser } from '../serviceaccount/username.js';

/** The API server itself, which owns a few controllers. */
export const API_SERVER: UserInfo = { username: 'system:apiserver', groups: ['system:masters', ALL_AUTHENTICATED] };

/** kube-controller-manager, as whom the tokens controller acts: it makes what the other controllers log in with. */
export const CONTROLLER_MANAGER: UserInfo = {
  username: 'system:kube-controller-manager',
  groups: [ALL_AUTHENTICATED],
};

export const SCHEDULER: UserInfo = { username: 'system:kube-scheduler', groups: [ALL_AUTHENTICATED] };

/** The kubelet of a node. */
export function nodeUser(name: string): UserInfo {
  return { username: `system:node:${name}`, groups: ['system:nodes', ALL_AUTHENTICATED] };
}

/** A controller's service account in kube-system. */
export function controllerUser(name: string): UserInfo {
  const user = serviceAccountUser({ namespace: 'kube-system', name, uid: '' });
  return { ...user, groups: [...(user.groups ?? []), ALL_AUTHENTICATED] };
}
