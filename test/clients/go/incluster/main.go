// In a pod, as far as client-go can tell: asks who it is for every line that it reads, and prints which token it was known by.
package main

import (
	"bufio"
	"context"
	"fmt"
	"os"

	authenticationv1 "k8s.io/api/authentication/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

func load() *kubernetes.Clientset {
	config, err := rest.InClusterConfig()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	// As fast as the test asks.
	config.QPS = -1
	return kubernetes.NewForConfigOrDie(config)
}

func ask(client *kubernetes.Clientset) string {
	review, err := client.AuthenticationV1().SelfSubjectReviews().Create(context.Background(), &authenticationv1.SelfSubjectReview{}, metav1.CreateOptions{})
	if err != nil {
		return fmt.Sprintf("refused: %v", err)
	}
	return review.Status.UserInfo.Extra["authentication.kubernetes.io/credential-id"][0]
}

func main() {
	fresh := os.Args[1] == "fresh"
	client := load()
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		if fresh {
			client = load()
		}
		fmt.Println(ask(client))
	}
}
