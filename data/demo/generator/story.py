"""What happens in the demo city: levels, volumes, seasons, and the five things worth finding.

Levels are what an indicator shows: (start of 2023, end of 2025) for the whole city. Volumes are what a measure
counts in an average period of its grain, for the whole city.
"""

from __future__ import annotations

from datetime import date

FIRST, LAST = date(2023, 1, 1), date(2025, 12, 17)
STORM = (date(2025, 8, 12), date(2025, 8, 18))

# Resident population in 10,000: a city where the largest district has twelve times the smallest.
POPULATION = (38, 42, 35, 47, 96, 71, 83, 118, 64, 29, 23, 31, 55, 19, 12, 10)

# indicator: (level at the start, level at the end); what is not here lies near its target.
LEVELS = {
    "avg_handling_minutes": (34, 14.2), "avg_elapsed_workdays": (4.6, 2.7), "on_time_completion_rate": (97.2, 99.2),
    "statutory_time_cut_rate": (66, 81), "complaint_rate": (14, 7.1), "satisfaction_rate": (93, 96.4),
    "rating_participation_rate": (9, 14.4), "survey_satisfaction_score": (80, 86), "online_service_coverage": (86, 96),
    "online_case_share": (60, 81), "full_online_rate": (66, 86.5), "one_visit_rate": (96, 99.2), "ecert_item_rate": (52, 81),
    "hall_avg_wait_minutes": (19, 9.2), "bad_review_fix_rate": (93, 98), "accessible_service_rate": (61, 96),
    "hotline_connect_rate": (91, 95.6), "hotline_wait_seconds": (24, 14.5), "hotline_response_rate": (97, 99.1),
    "hotline_resolution_rate": (79, 90.8), "hotline_satisfaction_rate": (84, 92.6), "repeat_complaint_rate": (11, 6.6),
    "suggestion_adoption_rate": (22, 33), "feedback_reply_on_time_rate": (87, 95.6), "smart_community_rate": (48, 88),
    "elderly_care_coverage": (80, 97), "outpatient_wait_minutes": (29, 18.2), "appointment_rate": (58, 76.5),
    "exam_recognition_rate": (50, 71.5), "school_admission_online_rate": (90, 98), "inclusive_kindergarten_rate": (87, 90.8),
    "business_opening_hours": (7.2, 3.8), "policy_payout_days": (24, 20.6), "event_response_minutes": (24, 14),
    "event_on_time_response_rate": (88, 95.6), "event_on_time_closure_rate": (90, 95.3), "event_rework_rate": (4.1, 1.9),
    "decision_transparency_rate": (86, 100), "disclosure_on_time_rate": (97, 100), "foi_reply_on_time_rate": (96, 100),
    "joint_closure_on_time_rate": (83, 79.2), "joint_handoffs_avg": (4.2, 2.4), "supervision_done_rate": (93, 98.6),
    "red_action_rate": (76, 94), "accident_response_minutes": (10.4, 7.7), "accident_clearance_minutes": (28, 19.2),
    "smart_signal_rate": (34, 63.5), "police_response_minutes": (8.2, 6.8), "fire_response_minutes": (10.4, 8.8),
    "ems_response_minutes": (13.2, 11.6), "ems_within_12min_rate": (70, 80.8), "hazard_fix_rate": (92, 98.3),
    "warning_lead_minutes": (34, 63), "flood_clear_minutes": (96, 58), "city_case_on_time_rate": (93, 96.6),
    "road_repair_on_time_rate": (84, 90.4), "construction_permit_days": (62, 36), "old_estate_done_rate": (42, 88),
    "wage_case_done_rate": (94, 98.4), "food_pass_rate": (98.1, 98.7), "congestion_index": (1.72, 1.46),
    "peak_congestion_rate": (16.4, 14.1), "peak_avg_speed": (23.5, 28.6), "road_deaths_per_100k": (3.3, 2.3),
    "bus_on_time_rate": (79, 86), "pt_trips_per_capita": (150, 186), "pm25_mean": (34, 25.4), "good_air_days_rate": (84, 93),
    "env_monitor_coverage": (72, 95.6), "env_device_online_rate": (96, 98.4), "surface_water_good_rate": (80, 91),
    "noise_ok_rate": (86, 91), "waste_sorting_rate": (76, 88.5), "waste_recycling_rate": (34, 40.6),
    "waste_collection_coverage": (98.9, 99.7), "lamp_lit_rate": (97.4, 98.3), "green_ha_per_100k": (138, 152),
    "water_supply_coverage": (99.4, 100), "water_loss_rate": (12.9, 12.3), "wastewater_treated_rate": (94.6, 97.3),
    "smart_water_network_rate": (34, 62.5), "power_interruption_minutes": (62, 27), "power_load_rate": (74, 79),
    "bed_occupancy_rate": (83, 84), "property_crime_per_100k": (262, 172), "unemployment_rate": (5.3, 4.9),
    "data_sharing_rate": (58, 69), "share_fulfil_rate": (80, 96), "share_reply_on_time_rate": (88, 97),
    "catalogue_metadata_rate": (84, 99), "report_adoption_rate": (30, 53), "alert_precision": (56, 81),
    "incident_foreseen_rate": (44, 72), "alert_handled_on_time_rate": (90, 97.2), "data_quality_score": (94, 98.5),
    "data_on_time_rate": (91, 98.6), "api_success_rate": (98.4, 99.6), "iot_online_rate": (93, 97.2),
}  # fmt: skip

# measure: whole-city amount in one period of its grain.
VOLUMES = {
    "svc_cases_accepted": 320_000, "svc_cases_closed": 312_000, "svc_cases_due": 300_000, "svc_items_total": 24_000,
    "svc_statutory_days": 310_000, "svc_bad_due": 420, "hall_visitors": 9_600, "sv_weight_sum": 12_800,
    "a11y_items_total": 960, "app_mau": 1_240_000, "hl_offered": 16_500, "sug_replied": 1_900, "fb_due": 1_400,
    "comm_total": 2_400, "jt_events": 2_300, "jt_due": 2_150, "jt_closed": 2_200, "dec_major": 48, "disc_due": 5_200,
    "foi_due": 210, "sup_due": 85, "red_raised": 9, "tr_free_h": 410_000, "tr_peak_mon_kmh": 11_200, "tr_peak_vh": 96_000,
    "acc_events": 330, "acc_cleared": 290, "sig_total": 3_300, "bus_trips": 41_000, "population": 7_730_000,
    "pm25_valid_h": 1_150, "aqi_valid_days": 48, "env_cells_req": 5_200, "env_dev_h": 52_000, "wq_sections": 160,
    "noise_checks": 2_600, "ws_checks": 3_400, "msw_t": 238_000, "lamp_checks": 260_000, "wt_supplied": 5_600,
    "ww_produced": 4_700, "fl_points": 6, "wn_km": 9_800, "pw_customers": 3_250_000, "pw_cap_mw": 14_800,
    "hp_visits": 78_000, "hp_visits_all": 2_620_000, "bed_days_open": 52_000, "ems_calls": 620, "exam_requests": 61_000,
    "fire_calls": 64, "pol_calls": 4_100, "hz_due": 1_150, "ps_deaths": 1, "wn_issued": 90, "ed_apply": 148_000,
    "kg_children": 232_000, "ct_projects": 310, "oc_plan": 620, "lf_labour": 4_080_000, "wage_due": 560, "eld_comm": 2_400,
    "biz_opened": 9_200, "fd_samples": 7_400, "pol_claims": 2_600, "da_shareable": 9_400, "da_catalogued": 12_600,
    "sh_requests": 130, "sh_received": 480, "rp_published": 62, "al_raised": 240, "al_judged": 1_450, "al_due": 220,
    "inc_major": 34, "dq_checks": 4_100_000, "dl_due": 310, "od_sets": 1_310, "od_downloads": 48_000,
    "api_calls": 2_900_000, "iot_dev_h": 1_920_000,
}  # fmt: skip

# Volumes that grow or shrink over the three years (factor at the end).
GROWTH = {
    "app_mau": 1.35,
    "svc_cases_accepted": 1.12,
    "api_calls": 2.4,
    "od_sets": 1.3,
    "od_downloads": 1.8,
    "hl_offered": 1.1,
}

# indicator: winter effect as a share of its level (negative: lower in winter).
SEASONS = {
    "pm25_mean": 0.42, "good_air_days_rate": -0.09, "outpatient_wait_minutes": 0.14, "bed_occupancy_rate": 0.03,
    "power_load_rate": 0.06, "waste_sorting_rate": -0.015, "water_loss_rate": 0.05,
}  # fmt: skip

# Policies that worked: from the day on the level is multiplied.
POLICIES = {
    "peak_congestion_rate": (date(2024, 7, 1), 0.85),
    "avg_handling_minutes": (date(2024, 3, 1), 0.88),
    "hall_avg_wait_minutes": (date(2024, 3, 1), 0.82),
    "waste_sorting_rate": (date(2025, 1, 1), 1.03),
}

# The department that slips: urban management after its contractor changed.
SLIPS = {
    "city_case_on_time_rate": (date(2025, 6, 1), -0.022),
    "road_repair_on_time_rate": (date(2025, 6, 1), -0.036),
}

# What the storm does while it lasts (factor on the level, or on the volume of a measure).
STORM_LEVELS = {
    "hotline_connect_rate": 0.86, "hotline_wait_seconds": 3.1, "power_interruption_minutes": 6.0,
    "flood_clear_minutes": 2.2, "peak_congestion_rate": 1.6, "accident_response_minutes": 1.5,
    "iot_online_rate": 0.93, "env_device_online_rate": 0.95, "bus_on_time_rate": 0.8,
}  # fmt: skip
STORM_VOLUMES = {
    "hl_offered": 2.4,
    "fl_points": 30,
    "ems_calls": 1.3,
    "al_raised": 3.0,
    "al_due": 2.6,
    "acc_events": 1.5,
}

# Districts that differ: how far a district stands from the city's level, in shares of the allowed gap.
DISTRICT_SKILL = (0.8, 0.6, 0.9, 0.3, 0.1, 0.4, -0.2, -0.1, 0.2, -0.6, -0.9, -0.3, 0.0, 0.5, -1.1, -0.8)
