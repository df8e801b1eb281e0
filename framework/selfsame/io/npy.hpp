/// \file
/// NumPy's .npy files (format 1.0), for numbers that come from or go to Python.
#pragma once

#include <string>

#include "selfsame/core/xt.hpp"

/// Files: arrays, images, checkpoints.
namespace selfsame::io {

/// Reads an array of float32, float64 or int64 in C order, converted to `Scalar`.
/// \throws Error naming the file if it cannot be read, is no .npy file, is damaged, or holds another type or order
Array read_npy(const std::string& path);

/// Reads a one-dimensional array of int64, such as class indices. \throws Error as `read_npy`
Indices read_npy_indices(const std::string& path);

/// Writes float32 or float64, as `Scalar` is. The file appears under its name only when it is whole.
/// \throws Error if it cannot be written
void write_npy(const std::string& path, const Array& array);

/// Writes int64, one dimension. \throws Error if it cannot be written
void write_npy(const std::string& path, const Indices& values);

}  // namespace selfsame::io
