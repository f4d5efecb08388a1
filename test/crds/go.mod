// Pins the custom resource definitions that the cluster suites install. Test only: nothing of it is published.
module k8s-bind.test/crds

go 1.26.6

require (
	sigs.k8s.io/external-dns v0.22.0
	sigs.k8s.io/gateway-api v1.6.1
	sigs.k8s.io/mcs-api v0.5.2
)
