package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

// tokenFile reads its token from a file, as a workload does: the token is revoked and the file rewritten meanwhile.
func tokenFile(ctx context.Context, config *rest.Config) error {
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	if err := ensureNamespace(ctx, client); err != nil {
		return err
	}
	binding := &rbacv1.RoleBinding{
		ObjectMeta: metav1.ObjectMeta{Name: "rotating"},
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: "view"},
		Subjects:   []rbacv1.Subject{{Kind: "ServiceAccount", Name: "rotating", Namespace: namespace}},
	}
	if _, err := client.RbacV1().RoleBindings(namespace).Create(ctx, binding, metav1.CreateOptions{}); err != nil {
		return err
	}
	secret := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Name: "bound"}}
	if secret, err = client.CoreV1().Secrets(namespace).Create(ctx, secret, metav1.CreateOptions{}); err != nil {
		return err
	}
	bound := &authenticationv1.BoundObjectReference{Kind: "Secret", APIVersion: "v1", Name: secret.Name, UID: secret.UID}
	token, err := issue(ctx, client, "rotating", &authenticationv1.TokenRequestSpec{BoundObjectRef: bound})
	if err != nil {
		return err
	}
	file := filepath.Join(os.Getenv("HOME"), "token")
	if err := os.WriteFile(file, []byte(token), 0o600); err != nil {
		return err
	}

	own := rest.AnonymousClientConfig(config)
	own.BearerTokenFile = file
	workload, err := kubernetes.NewForConfig(own)
	if err != nil {
		return err
	}
	list := func() error {
		_, err := workload.CoreV1().ConfigMaps(namespace).List(ctx, metav1.ListOptions{})
		return err
	}
	fmt.Printf("first token: %v\n", list())
	if err := client.CoreV1().Secrets(namespace).Delete(ctx, secret.Name, metav1.DeleteOptions{}); err != nil {
		return err
	}
	request, err := client.CoreV1().ServiceAccounts(namespace).CreateToken(ctx, "rotating", &authenticationv1.TokenRequest{}, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, []byte(request.Status.Token), 0o600); err != nil {
		return err
	}
	// Reviews are remembered for a while, so that a revoked token may be taken a little longer.
	for err = list(); err == nil; err = list() {
	}
	fmt.Printf("revoked token: %t\n", apierrors.IsUnauthorized(err))
	// client-go reads the file again when what it read is 50 seconds old.
	for err = list(); apierrors.IsUnauthorized(err); err = list() {
		time.Sleep(time.Second)
	}
	fmt.Printf("second token: %v\n", err)
	return nil
}
