/// \file
/// Weights in the safetensors format, which PyTorch, NumPy and Rust read as well: a JSON header and raw numbers.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "selfsame/core/xt.hpp"

namespace selfsame::io {

/// What a file says of itself beside its arrays, by name: the format's `__metadata__`, texts for every reader.
using Metadata = std::map<std::string, std::string>;

/// Writes named arrays as F32 (F64 in the double build), in the order given. The layouts are ours, channels last:
/// convolution weights (kh, kw, in, out), linear weights (in, out).
///
/// \param path      the file appears under this name only when it is whole
/// \param arrays    what `nn::Module::state_dict` returns
/// \param metadata  what the file is to say of itself; bytes that are not UTF-8 are replaced
/// \throws Error  if the file cannot be written or a name occurs twice
void save_safetensors(const std::string& path, const std::vector<std::pair<std::string, Array>>& arrays,
                      const Metadata& metadata = {});

/// The bytes of the file that `save_safetensors` writes.
std::string safetensors_bytes(const std::vector<std::pair<std::string, Array>>& arrays, const Metadata& metadata = {});

/// Reads what `save_safetensors` wrote, or any safetensors file of F32 and F64 arrays, converted to `Scalar`, in the
/// order of the file.
/// \throws Error  that names the file if it is missing, cut short, no safetensors file, or holds another type
std::vector<std::pair<std::string, Array>> load_safetensors(const std::string& path);

/// What the file says of itself; empty where it says nothing. \throws Error as `load_safetensors`
Metadata load_safetensors_metadata(const std::string& path);

}  // namespace selfsame::io
