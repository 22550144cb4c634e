/**
 * The roles that a server makes at its first start, of every minor. Names and rules as upstream's own test data has them
 * (plugin/pkg/auth/authorizer/rbac/bootstrappolicy/testdata) and as servers 1.23.17, 1.24.17 and 1.37.2 answered.
 */
import { type RoleEntry } from './format.js';

export const ROLES: readonly RoleEntry[] = [
  {
    name: 'kube-public/system:controller:bootstrap-signer',
    rules: [
      'get,list,watch /configmaps',
      'update /configmaps cluster-info',
      'create,patch,update ,events.k8s.io/events',
    ],
  },
  {
    name: 'kube-system/extension-apiserver-authentication-reader',
    rules: ['get,list,watch /configmaps extension-apiserver-authentication'],
  },
  {
    name: 'kube-system/system::leader-locking-kube-controller-manager',
    rules: [
      '20-34 watch /configmaps',
      '20-34 get,update /configmaps kube-controller-manager',
      '31- create,get,list,update,watch coordination.k8s.io/leases',
      '31- create,get,list,update,watch coordination.k8s.io/leasecandidates',
    ],
  },
  {
    name: 'kube-system/system::leader-locking-kube-scheduler',
    rules: [
      '20-34 watch /configmaps',
      '20-34 get,update /configmaps kube-scheduler',
      '31- create,get,list,update,watch coordination.k8s.io/leases',
      '31- create,get,list,update,watch coordination.k8s.io/leasecandidates',
    ],
  },
  { name: 'kube-system/system:controller:bootstrap-signer', rules: ['get,list,watch /secrets'] },
  { name: 'kube-system/system:controller:cloud-provider', rules: ['create,get,list,watch /configmaps'] },
  {
    name: 'kube-system/system:controller:token-cleaner',
    rules: ['delete,get,list,watch /secrets', 'create,patch,update ,events.k8s.io/events'],
  },
];
