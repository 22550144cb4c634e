package main

import (
	"context"
	"fmt"

	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

// tokens asks for a service account's token, has it reviewed, and uses it.
func tokens(ctx context.Context, config *rest.Config) error {
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	if err := ensureNamespace(ctx, client); err != nil {
		return err
	}
	token, err := issue(ctx, client, "robot", &authenticationv1.TokenRequestSpec{Audiences: []string{"vault"}})
	if err != nil {
		return err
	}
	for _, audience := range []string{"vault", "consul"} {
		review := &authenticationv1.TokenReview{
			Spec: authenticationv1.TokenReviewSpec{Token: token, Audiences: []string{audience}},
		}
		review, err = client.AuthenticationV1().TokenReviews().Create(ctx, review, metav1.CreateOptions{})
		if err != nil {
			return err
		}
		status := review.Status
		fmt.Printf("%s: %t %q %v\n", audience, status.Authenticated, status.User.Username, status.Audiences)
	}

	token, err = issue(ctx, client, "worker", &authenticationv1.TokenRequestSpec{})
	if err != nil {
		return err
	}
	own := rest.AnonymousClientConfig(config)
	own.BearerToken = token
	worker, err := kubernetes.NewForConfig(own)
	if err != nil {
		return err
	}
	access := &authorizationv1.SelfSubjectAccessReview{Spec: authorizationv1.SelfSubjectAccessReviewSpec{
		ResourceAttributes: &authorizationv1.ResourceAttributes{Namespace: namespace, Verb: "list", Resource: "secrets"},
	}}
	access, err = worker.AuthorizationV1().SelfSubjectAccessReviews().Create(ctx, access, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	fmt.Printf("may list secrets: %t\n", access.Status.Allowed)
	_, err = worker.CoreV1().Secrets(namespace).List(ctx, metav1.ListOptions{})
	fmt.Printf("%v\n", err)
	return nil
}

// issue makes a service account and a token of it.
func issue(ctx context.Context, client kubernetes.Interface, account string, spec *authenticationv1.TokenRequestSpec) (string, error) {
	object := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: account}}
	accounts := client.CoreV1().ServiceAccounts(namespace)
	if _, err := accounts.Create(ctx, object, metav1.CreateOptions{}); err != nil {
		return "", err
	}
	request, err := accounts.CreateToken(ctx, account, &authenticationv1.TokenRequest{Spec: *spec}, metav1.CreateOptions{})
	if err != nil {
		return "", err
	}
	return request.Status.Token, nil
}
