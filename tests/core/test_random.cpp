#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <set>

#include "selfsame/core/random.hpp"
#include "selfsame/core/tensor.hpp"

using namespace selfsame;

TEST_CASE("the generator is xoshiro256**: it gives the numbers of the authors' program from their state 1 2 3 4") {
  Generator generator;
  generator.set_state({1, 2, 3, 4});
  for (const std::uint64_t expected : {11520ULL, 0ULL, 1509978240ULL, 1215971899390074240ULL, 1216172134540287360ULL}) {
    CHECK(generator.bits() == expected);
  }
}

TEST_CASE("the first numbers of a seed never change: results on the pages can be repeated") {
  Generator zero(0);
  CHECK(zero.bits() == 0xfb5405f7bd79c540U);
  CHECK(zero.bits() == 0x780c98e26cea5883U);
  Generator keys({7, 2, 3});
  CHECK(keys.bits() == 0x497bb00b14d4050U);
  Generator one(1);
  CHECK(one.uniform() == 0.9299697815615794);
  CHECK(one.uniform() == 0.8392768398135517);
  CHECK(Generator(1).normal() == doctest::Approx(1.2267595006903487).epsilon(1e-14));
  CHECK(Generator(1).permutation(8) == Indices{1, 2, 4, 0, 7, 5, 6, 3});
}

TEST_CASE("keys in another order, or one key more, give an unrelated generator") {
  CHECK(Generator({1, 2}).bits() != Generator({2, 1}).bits());
  CHECK(Generator({1, 2}).bits() != Generator({1, 2, 0}).bits());
  CHECK(Generator({1}).bits() == Generator(1).bits());
}

TEST_CASE("a stored state continues with the same numbers") {
  Generator generator(5);
  for (int i = 0; i < 10; ++i) generator.normal();
  Generator copy(99);
  copy.set_state(generator.state());
  for (int i = 0; i < 10; ++i) CHECK(copy.normal() == generator.normal());
}

TEST_CASE("uniform numbers lie in [0, 1) and have the mean and variance of the uniform distribution") {
  Generator generator(3);
  constexpr int n = 200000;
  double sum = 0, squares = 0, low = 1, high = 0;
  for (int i = 0; i < n; ++i) {
    const double u = generator.uniform();
    sum += u;
    squares += u * u;
    low = std::min(low, u);
    high = std::max(high, u);
  }
  CHECK(low >= 0);
  CHECK(low < 1e-4);
  CHECK(high < 1);
  CHECK(high > 1 - 1e-4);
  CHECK(sum / n == doctest::Approx(0.5).epsilon(0.01));
  CHECK(squares / n == doctest::Approx(1.0 / 3).epsilon(0.01));
  for (int i = 0; i < 1000; ++i) {
    const double u = generator.uniform(-3, -1);
    CHECK((u >= -3 && u < -1));
  }
}

TEST_CASE("normal numbers have the first four moments of the standard normal distribution, and none is infinite") {
  Generator generator(4);
  constexpr int n = 200000;
  std::array<double, 5> moment{};
  for (int i = 0; i < n; ++i) {
    const double z = generator.normal();
    REQUIRE(std::isfinite(z));
    double power = 1;
    for (double& m : moment) {
      m += power / n;
      power *= z;
    }
  }
  CHECK(std::abs(moment[1]) < 0.01);  // five standard deviations of the mean of 200,000
  CHECK(moment[2] == doctest::Approx(1).epsilon(0.016));
  CHECK(std::abs(moment[3]) < 0.045);
  CHECK(moment[4] == doctest::Approx(3).epsilon(0.04));
}

TEST_CASE("integers hit every value about equally often") {
  Generator generator(6);
  std::array<int, 7> hits{};
  for (int i = 0; i < 70000; ++i) ++hits[static_cast<std::size_t>(generator.integer(7))];
  for (const int h : hits) CHECK(h == doctest::Approx(10000).epsilon(0.05));
}

TEST_CASE("bernoulli(p) comes up true with probability p, never for 0 and always for 1") {
  Generator generator(8);
  int trues = 0;
  for (int i = 0; i < 50000; ++i) trues += generator.bernoulli(0.3);
  CHECK(trues == doctest::Approx(15000).epsilon(0.03));
  for (int i = 0; i < 100; ++i) {
    CHECK(!generator.bernoulli(0));
    CHECK(generator.bernoulli(1));
  }
}

TEST_CASE("a permutation holds every number once, differs between seeds, and puts each number anywhere") {
  Indices order = Generator(1).permutation(1000);
  CHECK(order != Generator(2).permutation(1000));
  CHECK(order == Generator(1).permutation(1000));
  Indices sorted(1000);
  std::iota(sorted.begin(), sorted.end(), Index{0});
  CHECK(order != sorted);
  std::sort(order.begin(), order.end());
  CHECK(order == sorted);
  CHECK(Generator(1).permutation(0).empty());

  Generator generator(9);
  std::array<int, 24> hits{};  // each of the 4! orders
  for (int i = 0; i < 24000; ++i) {
    const Indices p = generator.permutation(4);
    const Index rank = p[0] * 6 + (p[1] - (p[1] > p[0])) * 2 + (p[2] > p[3]);
    ++hits[static_cast<std::size_t>(rank)];
  }
  for (const int h : hits) CHECK(h == doctest::Approx(1000).epsilon(0.17));  // five standard deviations
}

TEST_CASE("the same seed gives the same bits, another seed others") {
  manual_seed(11);
  const Array first = randn({3, 5}).data();
  manual_seed(11);
  CHECK(randn({3, 5}).data() == first);
  CHECK(randn({3, 5}).data() != first);
  manual_seed(12);
  CHECK(randn({3, 5}).data() != first);
}

TEST_CASE("streams of one seed and one stream of many seeds have nothing in common") {
  CHECK(named_seed(3, "images") == named_seed(3, "images"));
  std::set<std::uint64_t> seeds;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    for (const char* stream : {"", "a", "b", "ab", "ba", "images", "image", "head"}) {
      seeds.insert(named_seed(seed, stream));
    }
  }
  CHECK(seeds.size() == 800);

  // Twenty thousand pairs of two streams: a correlation of more than four standard errors, 4 / sqrt(20000), is none.
  Generator one(named_seed(7, "one")), other(named_seed(7, "other"));
  double sum = 0;
  for (int i = 0; i < 20000; ++i) sum += one.normal() * other.normal();
  CHECK(std::abs(sum / 20000) < 0.0283);
}
