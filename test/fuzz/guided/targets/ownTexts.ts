/** What the program writes into TXT records, and others like it. */
export const ownTexts = {
  seeds: [
    // Was read as another number than it was written.
    '"k8s-bind=1" "owner=a" "epoch=-0"',
    '"k8s-bind=1" "owner=a" "epoch=3" "territory=svc" "holder=h/1" "taking=x" "view=v" "stopped=yes"',
    '"k8s-bind=1" "owner=a" "object=Service/default/web" "records=A:abcdefghijklmnopqrstuv,TXT:abcdefghijklmnopqrstuv"',
    '"k8s-bind=1" "owner=a" "service=default/web" "records=abc"',
    '"heritage=external-dns,external-dns/owner=me,external-dns/resource=service/default/web"',
  ],
  words:
    '"k8s-bind=1" "owner=a" "owner=" "epoch=-1" "epoch=1e400" "object=Node//n" "object=x" "service=a" "records=" "view=" __proto__ constructor heritage=external-dns external-dns/owner= , = /',
};
