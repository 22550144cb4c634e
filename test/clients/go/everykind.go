package main

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/dynamic/dynamicinformer"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
)

// everyKind informs itself of every kind that is discovered, with and without knowing its type.
func everyKind(ctx context.Context, config *rest.Config) error {
	config = rest.CopyConfig(config)
	config.QPS, config.Burst = -1, -1
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	unknown, err := dynamic.NewForConfig(config)
	if err != nil {
		return err
	}
	_, lists, err := client.Discovery().ServerGroupsAndResources()
	if err != nil {
		return err
	}
	typedFactory := informers.NewSharedInformerFactory(client, 0)
	dynamicFactory := dynamicinformer.NewDynamicSharedInformerFactory(unknown, 0)
	synced := map[string]cache.InformerSynced{}
	typedKinds := 0
	for _, list := range discovery.FilteredBy(discovery.SupportsAllVerbs{Verbs: []string{"list", "watch"}}, lists) {
		version, err := schema.ParseGroupVersion(list.GroupVersion)
		if err != nil {
			return err
		}
		for _, resource := range list.APIResources {
			kind := version.WithResource(resource.Name)
			synced["dynamic "+kind.String()] = dynamicFactory.ForResource(kind).Informer().HasSynced
			if informer, err := typedFactory.ForResource(kind); err == nil {
				synced["typed "+kind.String()] = informer.Informer().HasSynced
				typedKinds++
			}
		}
	}
	typedFactory.Start(ctx.Done())
	dynamicFactory.Start(ctx.Done())
	ctx, cancel := context.WithTimeout(ctx, deadline/3)
	defer cancel()
	if !cache.WaitForCacheSync(ctx.Done(), slices.Collect(maps.Values(synced))...) {
		for name, done := range synced {
			if !done() {
				fmt.Println(name, "did not sync")
			}
		}
		return ctx.Err()
	}
	fmt.Printf("more than 30 kinds synced: %t, with types: %t\n", len(synced)-typedKinds > 30, typedKinds > 30)
	return nil
}
