#include <doctest/doctest.h>

#include "selfsame/core/error.hpp"
#include "selfsame/eval/accuracy.hpp"
#include "t03_map_of_ssl/point_methods.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

TEST_CASE("fewer labels of a plane are a subset of more, balanced, and among the unlabelled points") {
  const PlaneTask few = plane_task("moons", 4, 0), many = plane_task("moons", 10, 0);
  CHECK(few.classes == Indices{0, 1, 0, 1});
  for (Index i = 0; i < 4; ++i) {
    CHECK(few.labelled.data()(i, 0) == many.labelled.data()(i, 0));
    CHECK(few.labelled.data()(i, 0) == few.unlabelled.data()(i, 0));
  }
  CHECK(plane_task("moons", data::all_labels, 0).classes.size() == 400);
}

TEST_CASE("numbers of labels that cannot be are refused") {
  CHECK_THROWS_AS(plane_task("moons", 3, 0), UsageError);
  CHECK_THROWS_AS(plane_task("moons", 402, 0), UsageError);
}

TEST_CASE("no gradient flows through what a consistency term compares with") {
  Generator random(1), again(1);
  PointNet net(2, random);
  const Tensor points = randn({7, 2}, again);
  Generator noise(5);
  const Tensor loss = consistency_term(0)(net, points, noise);  // without jitter both views are the same
  CHECK(loss.item() == 0);
  loss.backward();
  for (const Scalar g : net.head.weight.grad()) CHECK(g == 0);
}

TEST_CASE("consistency walks along a moon where the labelled points alone leave gaps") {
  PointRecipe recipe;
  recipe.steps = 500;
  const PlaneTask task = plane_task("moons", 4, 0);
  const auto accuracy = [&task](const Trained& trained) {
    return eval::accuracy(trained.scores(task.test.points), task.test.labels);
  };
  const double alone = accuracy(train_points(task, recipe, {}, 0, 0));
  const double helped = accuracy(train_points(task, recipe, consistency_term(recipe.jitter), 30, 0));
  CHECK(helped > alone);
}
