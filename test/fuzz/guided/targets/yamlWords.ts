/** What YAML is made of, and objects of Kubernetes. */
export const yamlWords =
  '--- ... [ ] { } & * *a &a << <<: !! !!binary !!set ? | > |- # : - null ~ 1e999 .inf .nan 0x10 2001-01-01 apiVersion: kind: metadata: items: v1 __proto__ {"kind":"List","items":[';
