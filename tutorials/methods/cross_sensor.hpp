/// \file
/// Labels propagated from one sensor to another: what the wheels felt names what the camera saw before.
#pragma once

#include "selfsame/data/drive.hpp"
#include "selfsame/data/split.hpp"
#include "selfsame/data/targets.hpp"

namespace selfsame::tutorials {

/// Three drives over different ground as one data set of images, and what only the first of them is asked for.
struct DriveTask {
  data::Drive drive;  ///< its images are the first T of `data.train`; they are learnt from
  data::Dataset
      data;         ///< train: T images of the drive, then those of a second drive for validation; test: a third one's
  Indices matches;  ///< (T) frame at which the wheels were where the image was taken, or -1
  Array heard;      ///< (T, 9) `data::vibration_features` of the drive
};

/// Makes the three drives, T = `frames`, a quarter of that for validation and as many as T for the test.
DriveTask drive_task(Index frames, std::uint64_t split);

/// Draws spots that a person has labelled, as many of each type of ground: frames whose image and window belong
/// together. The other drives' images are validation and test images.
/// \throws UsageError if labels is not a multiple of the types, or a type has too few frames
data::LabelSplit drive_split(const DriveTask& task, Index labels, std::uint64_t seed);

/// The teacher: a linear classifier on vibration spectra, fitted to the windows of the labelled spots. What it says of
/// each of the T windows.
Indices felt_by_teacher(const DriveTask& task, const data::LabelSplit& split);

/// Which label a flipped one becomes.
enum class Flips {
  random,     ///< any other class, all equally likely
  systematic  ///< the next class: always the same mistake
};

/// What is done to the labels on their way, to see what it costs.
struct LabelNoise {
  double teacher_error = 0;     ///< share of the teacher's answers that are flipped on top of its own mistakes, 0 to 1
  Flips flips = Flips::random;  ///< what a flipped answer becomes
  Index time_offset = 0;        ///< frames by which images and windows are out of step
};

/// Each class, with the given probability, replaced by another.
Indices flipped(const Indices& classes, Index number_of_classes, double share, Flips flips, std::uint64_t seed);

/// What the wheels say of the images, as targets: each matched image gets the class that the teacher says of its
/// window. Images whose window is unknown, or lies outside the drive because of the offset, are left out.
data::Targets labels_from_wheels(const DriveTask& task, const Indices& felt, const LabelNoise& noise,
                                 std::uint64_t seed);

/// Labels that are right, in percent. For looking, not for learning.
double label_accuracy(const DriveTask& task, const data::Targets& targets);

}  // namespace selfsame::tutorials
