#include "recipes/cross_sensor.hpp"

namespace selfsame::tutorials {
namespace {

using namespace keys;

struct Row {
  unsigned time;
  Index steps;
  unsigned data = any_data, labels = any_labels;
};
const std::vector<Row> lengths = {{smoke, 20}, {quick, 600}, {full | hour, 1500}};

SupervisedRecipe recipe_of(const Situation& situation, double learning_rate, Views views) {
  SupervisedRecipe recipe;
  recipe.steps = steps_or(situation, row_for(lengths, situation).steps);
  recipe.learning_rate = learning_rate;
  recipe.weight_decay = 2e-3;
  recipe.augment = augment_of(views, situation.data);
  return recipe;
}

}  // namespace

// Accuracies on two validation drives; trials in t11_cross_sensor/tried.md.
SupervisedRecipe few_spots_recipe(const Situation& situation) {
  return recipe_of(situation, 0.3, Views::strong);  // 72.9; weak views 60.7
}

SupervisedRecipe whole_drive_recipe(const Situation& situation) {
  return recipe_of(situation, 0.1, Views::weak);  // 89.1; strong views 80.3
}

}  // namespace selfsame::tutorials
