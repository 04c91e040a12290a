#!/usr/bin/env bash
# Written by deepseek-config. Starts Triton in its image: these settings beside the Python model that the image provides.
set -euo pipefail

code=${LLMAPI_FOLDER:-/app/all_models/llmapi/tensorrt_llm/1}
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
repository=$(mktemp -d)
cp -r -- "$here/model_repository/." "$repository/"
[ -f "$code/model.py" ] || { echo "there is no $code/model.py: use an image with TensorRT-LLM, or set LLMAPI_FOLDER" >&2; exit 1; }
cp -- "$code"/*.py "$repository/deepseek-r1/1/"
exec tritonserver --model-repository="$repository" --http-port=8000 --grpc-port=8001 --metrics-port=8002 --exit-timeout-secs=600
