import assert from "node:assert/strict";
import { inferForm } from "../../src/facts/inferForm.js";
import { readByForm } from "../../src/facts/namePattern.js";

const cases: readonly (readonly [form: string, names: readonly string[]])[] = [
  [
    "{dataset}/{model}_lr-{lr}_seed-{seed}",
    ["svhn/resnet_lr-0.1_seed-0", "svhn/vit_lr-0.01_seed-1", "cifar10/resnet_lr-1e-3_seed-0"],
  ],
  ["{model}_s{seed}", ["resnet18_s0", "resnet18_s1", "vit_s0"]],
  ["{model}_seed{seed}", ["resnet-18_seed0", "vit_seed1", "vit_seed10"]],
  ["{dataset}-{model}-{seed}", ["cifar10-resnet-0", "cifar10-vit-1", "svhn-vit-1"]],
  ["model={model},lr={lr},seed=1", ["model=mlp,lr=0.001,seed=1", "model=cnn,lr=0.01,seed=1"]],
  ["{seed}", ["0", "1", "2"]],
  ["{model}/run{seed}", ["a/run1", "a/run2", "b/run1"]],
  ["exp/lr{lr}/bs{bs}/{seed}", ["exp/lr0.1/bs128/3", "exp/lr0.01/bs64/4"]],
  [
    "ppo__{dataset}-v1__{seed}__{_}",
    ["ppo__CartPole-v1__1__1690000000", "ppo__Pendulum-v1__2__1690000001"],
  ],
  ["{model}", ["cnn", "mlp", "vit"]],
  ["mlp_{dataset}_seed_{seed}", ["mlp_svhn_seed_3", "mlp_cifar10_seed_4"]],
  ["{model}/{part2}/{seed}", ["a/x/0", "a/y/1", "b/x/0"]],
  [
    "{dataset}/{model}_{seed}",
    ["Ant-v4 (mujoco)/PPO_1", "Ant-v4 (mujoco)/PPO_2", "CartPole-v1/PPO_1", "CartPole-v1/SAC_1"],
  ],
  [
    "{model}-{_time}/{split}",
    ["big-net-20240101-120503/train", "big-net-20240101-120503/validation"].flatMap((name) => [
      name,
      name.replace("big-net", "small").replace("0101-12", "0102-13"),
    ]),
  ],
  ["{_time}_{model}", ["2024-01-05_10-22-33_a", "2024-01-05_10-25-00_b", "2024-01-06_09-00-00_b"]],
  ["{_time}_node7_{model}", ["Jan05_10-22-33_node7_big-net", "Jan31_23-59-59_node7_small"]],
  ["{model}_{seed}", ["QRDQN_1", "QRDQN_2", "my_net (b)_1", "my_net (b)_2"]],
  ["{model}_{seed}", ["my net, large_1", "my net, large_2", "small_1"]],
  [
    "logs/{model}/version_{version}",
    ["logs/a b/version_0", "logs/a b/version_1", "logs/c-d_e/version_0"],
  ],
];

describe("inferForm", () => {
  for (const [form, names] of cases) {
    it(`sees ${form} in ${names[0]}`, () => {
      assert.equal(inferForm(names), form);
      const read = readByForm(form);
      for (const name of names) {
        const facts = read(name);
        assert.ok(facts, name);
        const put = form.replaceAll(/\{(\w+)\}/g, (whole, fact: string) =>
          fact in facts ? String(facts[fact]) : whole,
        );
        const rest = put.split(/\{_(?:time)?\}/);
        const plain = name.replaceAll("1e-3", "0.001");
        const isRight = plain.startsWith(rest[0]) && plain.endsWith(rest.at(-1)!);
        assert.ok(isRight, `${name} is read as ${JSON.stringify(facts)}`);
      }
    });
  }

  it("sees nothing in names that are not built alike, in one name, and in equal ones", () => {
    assert.equal(inferForm(["run-a", "run-b/x"]), undefined);
    assert.equal(inferForm(["mlp_seed-0"]), undefined);
    assert.equal(inferForm(["a", "a"]), undefined);
    assert.equal(inferForm(["baseline", "my best model_v2 final", "other (3)"]), undefined);
    assert.equal(inferForm(["a b_1", "c_2"]), undefined);
    assert.equal(inferForm([]), undefined);
  });
});
