"""The texts of the process page. A `[clause]` disappears with an empty placeholder directly inside it.

A date until which something is asked brings its 前: 11月30日前改完, but 今天改完.
"""

NEW_TASK = (
    "请[{due}]改完并拍照：{place}，{hazard}。[先做好：{interim}。][交办人{assigner}[，电话{phone}]。]"
    "[不归您管，请{decline_by}退签。]{link}"
)
REMIND = "请[{due}]改完并拍照：{place}，{hazard}[，{left}]。[做不完，请在{extension_by}申请延期。]{link}"
URGE = (
    "请今天改完并拍照：{place}，{hazard}[，已超期{days}天][，责任人{fixer}]。有困难请点选卡点。"
    "[{next_at}仍未办，将报{next_person}。]{link}"
)
CLIMB = (
    "请今天定人、定钱或定日期：{place}，{hazard}[，已超期{days}天]。[责任人{fixer}[，卡在{blocker}]。]"
    "[{next_at}仍未办，将{next_step}。]{link}"
)
URGE_HOLDER = "请今天办理：{place}，{hazard}，现为{state}[，已超期{days}天]。[{by}催办。]{link}"
SUPERVISE = (
    "请[{reply_by}]书面反馈：{place}，{hazard}[，原定{due}][，已超期{days}天]。"
    "[{paper}{doc_no}[，签发人{signer}][，联系人{clerk}[{phone}]]。]{link}"
)
SUMMONS = (
    "请[{when}][到{where}]参加约谈[，{people}参加]：{place}，{hazard}[，已超期{days}天]。"
    "[{paper}{doc_no}[，签发人{signer}][，联系人{clerk}[{phone}]]]。{link}"
)
PROPOSE_LISTING = (
    "请[{sign_by}]签发或写明不挂牌理由：{unit}{place}，{hazard}。"
    "[依据{criterion}；][期限{due}；][已管控：{interim}；][拟挂牌原因：{because}]。{link}"
)
VERIFY = (
    "请[{verify_by}]验收：{place}，{hazard}。[{fixer}{submitted_at}报已改完，有整改前后照片。]"
    "通过，或写明缺什么退回。{link}"
)
SEND_BACK = (
    "请[{redo_by}]补改后重新提交：{place}，{hazard}。[还缺：{missing}。]"
    "[这是第{times}次退回[，退回人{verifier}[，电话{phone}]]。]{link}"
)
CLOSED = (
    "无需再办，已销号：[{number}，]{place}，{hazard}。[{closed_on}由{closer}批准[，用时{days}天]。]"
    "再次发现，请随手拍。{link}"
)
EXTENSION = (
    "请[{due}]改完：{place}，{hazard}。[{outcome}[，原定{first_due}]。][理由：{reason}。]"
    "[改完前继续做好：{interim}。][决定人{decider}。]{link}"
)
TRANSFER = (
    "[请继续做好：{interim}。]{place}，{hazard}，已移交[{department}][，函号{doc_no}][，{reply_by}前等其答复]。"
    "[联系人{clerk}[{phone}]。]{link}"
)
USE_STOPPED = (
    "请立即停止使用：{place}[（{what}[，{scope}停用]）]，{hazard}。未经同意不得恢复使用。"
    "[决定人{by}[，文号{number}]。]{link}"
)
USE_RESUMED = (
    "请知悉，已同意恢复使用：{place}[（{what}）]，{hazard}。[要求：{conditions}。][批准人{by}。]{link}"
)
USE_REFUSED = (
    "请继续停用：{place}[（{what}）]，{hazard}。未同意恢复使用[，理由：{reason}]。[决定人{by}。]{link}"
)
TODO = "请[{due}]{step}：{place}，{hazard}[，{left}]。[上一步：{happened}[，办理人{by}][，理由：{reason}]。]{link}"
SIGN = (
    "请[{due}]签发或写明不签发理由：[{paper}，]{place}，{hazard}[，整改已超期{days}天]。"
    "[责任人{fixer}[，卡在{blocker}]。][拟发原因：{because}。]{link}"
)
WAITING = "请今天办理或督促：{place}，{hazard}，{waiting}已到时限。[{because}。]{link}"
INFORM = (
    "请知悉，无需办理：{place}，{hazard}。{happened}[，办理人{by}][，文号{number}]。[理由：{reason}。]{link}"
)
DIGEST = "请先办：{place}，{hazard}[，{left}]。[您{counts}，]其余点开看。{link}"
DIGEST_TO_READ = "请知悉，目前无需办理：{place}，{hazard}。其余点开看。{link}"
UNDELIVERED = "请当面或电话告知{who}：{place}，{hazard}。[“{about}”]各通道都未能送达。{link}"
TRIAL = "收到即说明“{channel}”可用，无需办理。{link}"
