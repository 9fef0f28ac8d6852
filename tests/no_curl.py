"""What the examples of the API are run with."""

NO_CURL = "没有找到 curl，接口示例测试跳过"
