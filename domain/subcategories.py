"""隐患小类: the second level of the category tree; a code begins with that of its category (01-21).

Local words, after the typical hazards of each category; whoever is unsure leaves it out.
"""

from domain.word import Word
from domain.words import Category


class Subcategory(Word):
    """隐患小类."""

    FIRE_1 = "01-1", "疏散通道、安全出口"
    FIRE_2 = "01-2", "消防设施器材"
    FIRE_3 = "01-3", "消防控制室"
    FIRE_4 = "01-4", "防火门、防火分隔"
    FIRE_5 = "01-5", "外窗栅栏、逃生条件"
    FIRE_6 = "01-6", "消防检测维保"
    ELECTRICITY_1 = "02-1", "线路敷设、私拉乱接"
    ELECTRICITY_2 = "02-2", "配电箱、配电室"
    ELECTRICITY_3 = "02-3", "漏电保护、接地"
    ELECTRICITY_4 = "02-4", "电动自行车停放充电"
    ELECTRICITY_5 = "02-5", "应急电源、发电机"
    GAS_1 = "03-1", "报警、切断装置"
    GAS_2 = "03-2", "软管、阀门、灶具"
    GAS_3 = "03-3", "气瓶存放使用"
    GAS_4 = "03-4", "用气场所"
    CHEMICALS_1 = "04-1", "储存、混放"
    CHEMICALS_2 = "04-2", "双人双锁、台账"
    CHEMICALS_3 = "04-3", "标识、安全技术说明书"
    CHEMICALS_4 = "04-4", "洗眼、喷淋等防护"
    CHEMICALS_5 = "04-5", "废液处置"
    SPECIAL_EQUIPMENT_1 = "05-1", "电梯"
    SPECIAL_EQUIPMENT_2 = "05-2", "压力容器、液氧储罐"
    SPECIAL_EQUIPMENT_3 = "05-3", "锅炉"
    SPECIAL_EQUIPMENT_4 = "05-4", "高压氧舱"
    SPECIAL_EQUIPMENT_5 = "05-5", "安全附件校验"
    SPECIAL_EQUIPMENT_6 = "05-6", "作业人员持证"
    MEDICAL_GAS_1 = "06-1", "气瓶固定、分区"
    MEDICAL_GAS_2 = "06-2", "汇流排、管道阀门"
    MEDICAL_GAS_3 = "06-3", "供氧站防火间距"
    BUILDINGS_1 = "07-1", "承重结构改动"
    BUILDINGS_2 = "07-2", "危险房屋"
    BUILDINGS_3 = "07-3", "外墙、屋面、吊顶"
    CONSTRUCTION_1 = "08-1", "专项方案、审批"
    CONSTRUCTION_2 = "08-2", "临边、洞口防护"
    CONSTRUCTION_3 = "08-3", "施工区与诊疗区分隔"
    CONFINED_SPACE_1 = "09-1", "标识、台账"
    CONFINED_SPACE_2 = "09-2", "审批、监护"
    CONFINED_SPACE_3 = "09-3", "检测、通风"
    HOT_WORK_1 = "10-1", "审批、看护"
    HOT_WORK_2 = "10-2", "气瓶间距、可燃物清理"
    HOT_WORK_3 = "10-3", "高处、吊装作业"
    RADIATION_1 = "11-1", "联锁、警示"
    RADIATION_2 = "11-2", "个人剂量监测"
    RADIATION_3 = "11-3", "放射源台账"
    CONTROLLED_DRUGS_1 = "12-1", "双人双锁"
    CONTROLLED_DRUGS_2 = "12-2", "报警、监控"
    CONTROLLED_DRUGS_3 = "12-3", "台账、登记"
    BIOSAFETY_1 = "13-1", "设备检测"
    BIOSAFETY_2 = "13-2", "人员培训、防护"
    BIOSAFETY_3 = "13-3", "废弃物灭菌"
    BIOSAFETY_4 = "13-4", "菌毒种保管"
    WASTE_1 = "14-1", "暂存、交接"
    WASTE_2 = "14-2", "锐器盒、包装"
    WASTE_3 = "14-3", "污水消毒处理"
    CROWDS_1 = "15-1", "客流组织"
    CROWDS_2 = "15-2", "单向通道、疏导"
    CROWDS_3 = "15-3", "应急方案"
    VEHICLES_1 = "16-1", "车辆状况"
    VEHICLES_2 = "16-2", "驾驶人管理"
    VEHICLES_3 = "16-3", "警灯、警报使用"
    CARE_1 = "17-1", "夜间值守"
    CARE_2 = "17-2", "床栏、地面、防滑"
    CARE_3 = "17-3", "出口、疏散"
    DISASTER_1 = "18-1", "防汛、排涝"
    DISASTER_2 = "18-2", "防雷"
    DISASTER_3 = "18-3", "边坡、地质"
    OCCUPATIONAL_1 = "19-1", "通风、排毒"
    OCCUPATIONAL_2 = "19-2", "健康检查"
    OCCUPATIONAL_3 = "19-3", "警示、告知"
    MANAGEMENT_1 = "20-1", "制度、责任制"
    MANAGEMENT_2 = "20-2", "教育培训"
    MANAGEMENT_3 = "20-3", "应急演练"
    MANAGEMENT_4 = "20-4", "外包、出租协议"
    MANAGEMENT_5 = "20-5", "隐患排查记录"
    MANAGEMENT_6 = "20-6", "两单两卡"
    ORDER_1 = "21-1", "一键报警"
    ORDER_2 = "21-2", "安检、巡逻"
    ORDER_3 = "21-3", "视频监控"

    @property
    def category(self) -> Category:
        """The category it belongs to."""
        return Category(self.partition("-")[0])

    @property
    def in_full(self) -> str:
        """With its category, such as 消防安全 · 疏散通道、安全出口."""
        return f"{self.category.label} · {self.label}"


def of(category: Category) -> list[Subcategory]:
    """The subcategories of a category, in their order."""
    return [each for each in Subcategory if each.category is category]
