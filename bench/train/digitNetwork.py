"""Images a second that PyTorch trains the network for digits with: python digitNetwork.py [threads]"""

import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 20, 5)
        self.conv2 = nn.Conv2d(20, 50, 5)
        self.fc1 = nn.Linear(800, 500)
        self.fc2 = nn.Linear(500, 1)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return self.fc2(F.relu(self.fc1(x.view(-1, 800))))


torch.set_num_threads(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
network = Network()
optimizer = torch.optim.Adam(network.parameters())
images = torch.randn(128, 1, 28, 28)
gradient = torch.randn(128, 1)


def steps(count):
    for _ in range(count):
        optimizer.zero_grad()
        network(images).backward(gradient)
        optimizer.step()


steps(10)
best = 0
for _ in range(5):
    start = time.perf_counter()
    steps(40)
    best = max(best, 40 * 128 / (time.perf_counter() - start))
print(round(best))
