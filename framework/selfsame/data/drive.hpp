/// \file
/// A drive over generated ground: what a camera sees ahead, and what the wheels feel when they get there.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "selfsame/data/dataset.hpp"

namespace selfsame::data {

/// Asphalt, grass, gravel, sand.
const std::vector<std::string>& ground_names();

/// A piece of ground of one kind: all points that are nearer to its centre than to any other.
struct GroundCell {
  double x = 0,                           ///< of its centre, in metres
      y = 0;                              ///< of its centre, in metres
  Index type = 0;                         ///< position in `ground_names()`
  std::array<double, 3> tint{{1, 1, 1}};  ///< its red, green and blue, about 1: wet, dry, dusty
  double angle = 0;                       ///< of its ripples or blades, in radians
};

/// A square of cells, `along` of them in each direction, their centres shaken off a regular grid.
struct GroundMap {
  double side = 0;                ///< in metres
  Index along = 0;                ///< cells in a row, and rows
  std::vector<GroundCell> cells;  ///< (along * along), row by row from y = 0

  /// The cell that holds a point; beyond the edge, the nearest one.
  const GroundCell& at(double x, double y) const;
};

/// Where the vehicle is at a frame.
struct Pose {
  double x = 0,        ///< of the wheels, in metres
      y = 0;           ///< of the wheels, in metres
  double heading = 0;  ///< in radians, from x towards y
  double speed = 0;    ///< in metres a second
};

/// What was recorded on a drive of T frames, one every `frame_seconds`.
struct Drive {
  static constexpr double frame_seconds = 0.4;  ///< between frames
  static constexpr double look_ahead = 4;       ///< metres from the wheels to the middle of what the camera sees
  static constexpr Index samples = 64;          ///< of a vibration window, which lasts from frame to frame

  GroundMap map;                            ///< what it drove on
  std::vector<Pose> poses;                  ///< (T)
  std::vector<std::array<double, 2>> seen;  ///< (T) x and y of the middle of each image
  ImageSet images;                          ///< T images of 16 x 16 x 3, 0.8 m wide; labels: the type at the middle
  Array vibration;                          ///< (T, samples) vertical acceleration, in metres a second squared
  Indices felt;                             ///< (T) type of the ground under the wheels

  Index frames() const { return static_cast<Index>(poses.size()); }  ///< T
};

/// Makes a map and drives over it. A pure function of its arguments; another seed gives other ground and another way.
///
/// The vehicle steers at random and keeps off the edge, at 1 to 5 m/s. The camera sees a patch `look_ahead` in front:
/// lighting, colour cast and contrast change from frame to frame, tint from cell to cell, so that no pixel alone tells
/// the type; the texture does. The vibration is a sum of waves of 0.5 to 8 cycles a metre with random phases, driven
/// over at the speed of the moment; what differs between types is how strong which waves are. Slow driving is quiet.
/// Images and windows across a border show both sides.
/// \throws UsageError if frames is not positive
Drive make_drive(Index frames, std::uint64_t seed);

/// For each frame the one, at or after it, at which the wheels came nearest to the middle of its image; -1 where they
/// never came within `reach` metres: the vehicle turned off, or the drive ended.
Indices matched_frames(const Drive& drive, double reach = 1);

/// What the windows sound like: logarithm of the power in 8 bands of 5 Hz, from 1.25 to 41.25 Hz, and of the speed.
/// \return  (T, 9)
Array vibration_features(const Drive& drive);

}  // namespace selfsame::data
